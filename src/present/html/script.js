"use strict";
(function () {
  var folded = [];
  addEventListener("beforeprint", function () {
    folded = Array.from(document.querySelectorAll("details:not([open])"));
    folded.forEach(function (one) { one.open = true; });
  });
  addEventListener("afterprint", function () {
    folded.forEach(function (one) { one.open = false; });
  });
  document.querySelectorAll("[data-link]").forEach(function (point) {
    point.addEventListener("click", function () { location.hash = point.getAttribute("data-link"); });
  });
  document.querySelectorAll("table[data-sortable]").forEach(function (table) {
    var heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var key = function (row) {
          var cell = row.cells[column];
          return cell.hasAttribute("data-sort") ? cell.getAttribute("data-sort") : cell.textContent;
        };
        var number = head.getAttribute("data-kind") === "number";
        var rows = Array.from(table.tBodies[0].rows);
        rows.sort(function (a, b) {
          var one = key(a), two = key(b);
          if (one === "" || two === "") { return one === two ? 0 : one === "" ? 1 : -1; }
          var order = number ? Number(one) - Number(two) : one.localeCompare(two);
          return down ? -order : order;
        });
        rows.forEach(function (row) { table.tBodies[0].appendChild(row); });
      });
    });
  });
}());
