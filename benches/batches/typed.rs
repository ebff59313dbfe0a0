//! A profile of the shipped set as one would write it down for serde: a field for each fact. It is what parsing
//! alone costs; nothing is checked and nothing is scored.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile<'a> {
    #[serde(borrow)]
    pub(crate) profile: Option<About<'a>>,
    #[serde(borrow)]
    pub(crate) company: Option<Company<'a>>,
    #[serde(borrow)]
    pub(crate) goal: Option<Goal<'a>>,
    #[serde(borrow)]
    pub(crate) sponsor: Option<Sponsor<'a>>,
    #[serde(borrow)]
    pub(crate) leadership: Option<Leadership<'a>>,
    #[serde(borrow)]
    pub(crate) politics: Option<Politics<'a>>,
    #[serde(borrow)]
    pub(crate) frontline: Option<Frontline<'a>>,
    #[serde(borrow)]
    pub(crate) skills: Option<Skills<'a>>,
    #[serde(borrow)]
    pub(crate) team: Option<Team<'a>>,
    #[serde(borrow)]
    pub(crate) data: Option<Data<'a>>,
    #[serde(borrow)]
    pub(crate) metrics: Option<Metrics<'a>>,
    #[serde(borrow)]
    pub(crate) knowledge: Option<Knowledge<'a>>,
    #[serde(borrow)]
    pub(crate) resources: Option<Resources<'a>>,
    #[serde(borrow)]
    pub(crate) investment: Option<Investment<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct About<'a> {
    pub(crate) id: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Company<'a> {
    pub(crate) name: Option<String>,
    pub(crate) industry: Option<&'a str>,
    pub(crate) age_years: Option<f64>,
    pub(crate) headcount: Option<i64>,
    pub(crate) annual_revenue_cny_m: Option<f64>,
    pub(crate) has_stores: Option<bool>,
    pub(crate) position: Option<&'a str>,
    pub(crate) growth: Option<&'a str>,
    pub(crate) business_condition: Option<&'a str>,
    pub(crate) market_validated: Option<&'a str>,
    pub(crate) channels_built: Option<&'a str>,
    pub(crate) sales_system_built: Option<&'a str>,
    pub(crate) strategic_view: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Goal<'a> {
    pub(crate) problem: Option<&'a str>,
    pub(crate) first_need: Option<&'a str>,
    pub(crate) scope: Option<&'a str>,
    pub(crate) owner_vision: Option<bool>,
    pub(crate) driver: Option<&'a str>,
    pub(crate) initiated_by: Option<&'a str>,
    pub(crate) inner_drive: Option<&'a str>,
    pub(crate) turning_point: Option<bool>,
    pub(crate) priority: Option<&'a str>,
    pub(crate) value_first: Option<&'a str>,
    pub(crate) expects_instant_hit: Option<bool>,
    pub(crate) expects_rescue: Option<bool>,
    pub(crate) months_to_first_result: Option<i64>,
    pub(crate) conditional_favours: Option<&'a str>,
    pub(crate) agreed_with_vendor: Option<&'a str>,
    pub(crate) pilot: Option<&'a str>,
    pub(crate) steadiness: Option<&'a str>,
    pub(crate) strategic_goals_listed: Option<i64>,
    pub(crate) problems_listed: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sponsor<'a> {
    pub(crate) level: Option<&'a str>,
    pub(crate) influence: Option<&'a str>,
    pub(crate) tenure_months: Option<f64>,
    pub(crate) parachuted: Option<bool>,
    pub(crate) stability: Option<&'a str>,
    pub(crate) replaced_recently: Option<bool>,
    pub(crate) asked_first_for: Option<&'a str>,
    pub(crate) transformation_is_cover: Option<bool>,
    pub(crate) must_show_result_within: Option<&'a str>,
    pub(crate) understanding: Option<&'a str>,
    pub(crate) believes: Option<&'a str>,
    pub(crate) commitment: Option<&'a str>,
    pub(crate) gives_input: Option<&'a str>,
    pub(crate) coordinates_resources: Option<&'a str>,
    pub(crate) management_vision: Option<&'a str>,
    pub(crate) strategy_and_delivery: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Leadership<'a> {
    pub(crate) led_by: Option<&'a str>,
    pub(crate) business_it_agreement: Option<&'a str>,
    pub(crate) requirements_feasible: Option<&'a str>,
    pub(crate) it_capacity: Option<&'a str>,
    pub(crate) training_keeps_up: Option<&'a str>,
    pub(crate) store_time_protected: Option<&'a str>,
    pub(crate) integration: Option<&'a str>,
    pub(crate) operations_consulted: Option<&'a str>,
    pub(crate) fits_selling_scene: Option<&'a str>,
    pub(crate) milestones_agreed: Option<&'a str>,
    pub(crate) expectations_managed: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Politics<'a> {
    pub(crate) factions: Option<&'a str>,
    pub(crate) credit_sharing: Option<&'a str>,
    pub(crate) requirements_quality: Option<&'a str>,
    pub(crate) department_trust: Option<&'a str>,
    pub(crate) consensus: Option<&'a str>,
    pub(crate) management_awareness: Option<&'a str>,
    pub(crate) failure_handling: Option<&'a str>,
    pub(crate) responsibilities_defined: Option<&'a str>,
    pub(crate) failed_projects: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Frontline<'a> {
    pub(crate) capability: Option<&'a str>,
    pub(crate) openness: Option<&'a str>,
    pub(crate) managers_support: Option<&'a str>,
    pub(crate) learns_by: Option<&'a str>,
    pub(crate) content_useful: Option<&'a str>,
    pub(crate) burden: Option<&'a str>,
    pub(crate) benefit_visible: Option<&'a str>,
    pub(crate) tool_training: Option<&'a str>,
    pub(crate) adoption: Option<&'a str>,
    pub(crate) talent_market: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Skills<'a> {
    pub(crate) data_analysis: Option<&'a str>,
    pub(crate) user_operations: Option<&'a str>,
    pub(crate) expert_cost: Option<&'a str>,
    pub(crate) expert_fit: Option<&'a str>,
    pub(crate) digital_translator: Option<&'a str>,
    pub(crate) metrics_literacy: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Team<'a> {
    pub(crate) structure: Option<&'a str>,
    pub(crate) talent_plan: Option<&'a str>,
    pub(crate) digital_skills: Option<&'a str>,
    pub(crate) operating_system: Option<&'a str>,
    pub(crate) composition: Option<&'a str>,
    pub(crate) business_standing: Option<&'a str>,
    pub(crate) experience: Option<&'a str>,
    pub(crate) management_capability: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Data<'a> {
    pub(crate) it_level: Option<&'a str>,
    pub(crate) migration_needed: Option<&'a str>,
    pub(crate) fields_unified: Option<&'a str>,
    pub(crate) silos: Option<&'a str>,
    pub(crate) reporting: Option<&'a str>,
    pub(crate) figures_trusted: Option<&'a str>,
    pub(crate) visible: Option<&'a str>,
    pub(crate) quantified: Option<&'a str>,
    pub(crate) optimised: Option<&'a str>,
    pub(crate) used_for_decisions: Option<&'a str>,
    pub(crate) capture: Option<&'a str>,
    pub(crate) collaboration_suite: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Metrics<'a> {
    pub(crate) north_star: Option<&'a str>,
    pub(crate) fits_stage: Option<&'a str>,
    pub(crate) person_days_saved: Option<bool>,
    #[serde(borrow)]
    pub(crate) tracked: Option<Vec<&'a str>>,
    pub(crate) owner_understands: Option<&'a str>,
    pub(crate) return_judged_by: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Knowledge<'a> {
    pub(crate) base: Option<&'a str>,
    pub(crate) standardised: Option<&'a str>,
    pub(crate) journey_mapped: Option<&'a str>,
    pub(crate) effective_path: Option<&'a str>,
    pub(crate) learns_from_examples: Option<&'a str>,
    pub(crate) business_basics: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resources<'a> {
    #[serde(borrow)]
    pub(crate) mapped: Option<Vec<&'a str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Investment<'a> {
    pub(crate) budget: Option<&'a str>,
    pub(crate) people: Option<&'a str>,
    pub(crate) months_allowed: Option<i64>,
    pub(crate) organisation_change: Option<&'a str>,
    pub(crate) cooperation: Option<&'a str>,
    pub(crate) willingness: Option<&'a str>,
    pub(crate) asked_for: Option<&'a str>,
}
