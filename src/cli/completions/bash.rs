//! Bash, which takes `=` and `:` for the ends of words: `--set sponsor.level=owner` reaches the script in
//! pieces, and only the last of them is replaced by what is chosen.

use clap_complete::env::{Bash as Plain, EnvCompleter};
use std::ffi::OsString;
use std::io::{Error, Write};
use std::path::Path;

pub(super) struct Bash;

/// Puts the pieces together before the program is asked, and takes off what stands already behind it.
const SCRIPT: &str = r#"_clap_complete_NAME() {
    local IFS=$'\013' words=() word glue='' i
    for (( i = 0; i <= COMP_CWORD; i++ )); do
        word=${COMP_WORDS[i]}
        if (( i == COMP_CWORD )) && [[ -z $word && ${COMP_LINE:COMP_POINT-1:1} == ' ' ]]; then
            glue=''
        fi
        if (( ${#words[@]} > 1 )) && [[ -n $glue || $word =~ ^[=:]+$ ]]; then
            words[${#words[@]}-1]+=$word
        else
            words+=("$word")
        fi
        if [[ $word =~ ^[=:]+$ ]]; then glue=1; else glue=''; fi
    done
    local last=$(( ${#words[@]} - 1 ))
    local before=${words[last]%"$2"}
    COMPREPLY=( $( \
        _CLAP_IFS="$IFS" \
        _CLAP_COMPLETE_INDEX="$last" \
        VAR="bash" \
        "COMPLETER" -- "${words[@]}" 2> /dev/null \
    ) )
    if [[ $? != 0 ]]; then
        unset COMPREPLY
        return
    fi
    if [[ -n $before ]]; then
        COMPREPLY=( "${COMPREPLY[@]#"$before"}" )
    fi
    for i in "${!COMPREPLY[@]}"; do
        if [[ ${COMPREPLY[i]} == *[[:space:]]* ]]; then
            printf -v 'COMPREPLY[i]' '%q' "${COMPREPLY[i]}"
        fi
    done
    if (( ${#COMPREPLY[@]} == 1 )) && [[ ! ${COMPREPLY[0]} =~ [=/:]$ ]]; then
        compopt +o nospace 2> /dev/null
    fi
}
complete -o nospace -o bashdefault -o nosort -F _clap_complete_NAME BIN 2> /dev/null ||
    complete -o nospace -o bashdefault -F _clap_complete_NAME BIN
"#;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        Plain.name()
    }

    fn is(&self, name: &str) -> bool {
        Plain.is(name)
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        program: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let script = SCRIPT
            .replace("NAME", name)
            .replace("BIN", program)
            .replace("COMPLETER", completer)
            .replace("VAR", variable);
        out.write_all(script.as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut clap::Command,
        arguments: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        Plain.write_complete(command, arguments, folder, out)
    }
}
