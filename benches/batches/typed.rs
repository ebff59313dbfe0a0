//! A profile of the shipped set as one would write it down for serde: a field for each fact. It is what parsing
//! alone costs; nothing is checked and nothing is scored.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile<'a> {
    #[serde(borrow)]
    pub profile: Option<About<'a>>,
    #[serde(borrow)]
    pub company: Option<Company<'a>>,
    #[serde(borrow)]
    pub goal: Option<Goal<'a>>,
    #[serde(borrow)]
    pub sponsor: Option<Sponsor<'a>>,
    #[serde(borrow)]
    pub leadership: Option<Leadership<'a>>,
    #[serde(borrow)]
    pub politics: Option<Politics<'a>>,
    #[serde(borrow)]
    pub frontline: Option<Frontline<'a>>,
    #[serde(borrow)]
    pub skills: Option<Skills<'a>>,
    #[serde(borrow)]
    pub team: Option<Team<'a>>,
    #[serde(borrow)]
    pub data: Option<Data<'a>>,
    #[serde(borrow)]
    pub metrics: Option<Metrics<'a>>,
    #[serde(borrow)]
    pub knowledge: Option<Knowledge<'a>>,
    #[serde(borrow)]
    pub resources: Option<Resources<'a>>,
    #[serde(borrow)]
    pub investment: Option<Investment<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About<'a> {
    pub id: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company<'a> {
    pub name: Option<String>,
    pub industry: Option<&'a str>,
    pub age_years: Option<f64>,
    pub headcount: Option<i64>,
    pub annual_revenue_cny_m: Option<f64>,
    pub has_stores: Option<bool>,
    pub position: Option<&'a str>,
    pub growth: Option<&'a str>,
    pub business_condition: Option<&'a str>,
    pub market_validated: Option<&'a str>,
    pub channels_built: Option<&'a str>,
    pub sales_system_built: Option<&'a str>,
    pub strategic_view: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal<'a> {
    pub problem: Option<&'a str>,
    pub first_need: Option<&'a str>,
    pub scope: Option<&'a str>,
    pub owner_vision: Option<bool>,
    pub driver: Option<&'a str>,
    pub initiated_by: Option<&'a str>,
    pub inner_drive: Option<&'a str>,
    pub turning_point: Option<bool>,
    pub priority: Option<&'a str>,
    pub value_first: Option<&'a str>,
    pub expects_instant_hit: Option<bool>,
    pub expects_rescue: Option<bool>,
    pub months_to_first_result: Option<i64>,
    pub conditional_favours: Option<&'a str>,
    pub agreed_with_vendor: Option<&'a str>,
    pub pilot: Option<&'a str>,
    pub steadiness: Option<&'a str>,
    pub strategic_goals_listed: Option<i64>,
    pub problems_listed: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sponsor<'a> {
    pub level: Option<&'a str>,
    pub influence: Option<&'a str>,
    pub tenure_months: Option<f64>,
    pub parachuted: Option<bool>,
    pub stability: Option<&'a str>,
    pub replaced_recently: Option<bool>,
    pub asked_first_for: Option<&'a str>,
    pub transformation_is_cover: Option<bool>,
    pub must_show_result_within: Option<&'a str>,
    pub understanding: Option<&'a str>,
    pub believes: Option<&'a str>,
    pub commitment: Option<&'a str>,
    pub gives_input: Option<&'a str>,
    pub coordinates_resources: Option<&'a str>,
    pub management_vision: Option<&'a str>,
    pub strategy_and_delivery: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leadership<'a> {
    pub led_by: Option<&'a str>,
    pub business_it_agreement: Option<&'a str>,
    pub requirements_feasible: Option<&'a str>,
    pub it_capacity: Option<&'a str>,
    pub training_keeps_up: Option<&'a str>,
    pub store_time_protected: Option<&'a str>,
    pub integration: Option<&'a str>,
    pub operations_consulted: Option<&'a str>,
    pub fits_selling_scene: Option<&'a str>,
    pub milestones_agreed: Option<&'a str>,
    pub expectations_managed: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Politics<'a> {
    pub factions: Option<&'a str>,
    pub credit_sharing: Option<&'a str>,
    pub requirements_quality: Option<&'a str>,
    pub department_trust: Option<&'a str>,
    pub consensus: Option<&'a str>,
    pub management_awareness: Option<&'a str>,
    pub failure_handling: Option<&'a str>,
    pub responsibilities_defined: Option<&'a str>,
    pub failed_projects: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frontline<'a> {
    pub capability: Option<&'a str>,
    pub openness: Option<&'a str>,
    pub managers_support: Option<&'a str>,
    pub learns_by: Option<&'a str>,
    pub content_useful: Option<&'a str>,
    pub burden: Option<&'a str>,
    pub benefit_visible: Option<&'a str>,
    pub tool_training: Option<&'a str>,
    pub adoption: Option<&'a str>,
    pub talent_market: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skills<'a> {
    pub data_analysis: Option<&'a str>,
    pub user_operations: Option<&'a str>,
    pub expert_cost: Option<&'a str>,
    pub expert_fit: Option<&'a str>,
    pub digital_translator: Option<&'a str>,
    pub metrics_literacy: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team<'a> {
    pub structure: Option<&'a str>,
    pub talent_plan: Option<&'a str>,
    pub digital_skills: Option<&'a str>,
    pub operating_system: Option<&'a str>,
    pub composition: Option<&'a str>,
    pub business_standing: Option<&'a str>,
    pub experience: Option<&'a str>,
    pub management_capability: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data<'a> {
    pub it_level: Option<&'a str>,
    pub migration_needed: Option<&'a str>,
    pub fields_unified: Option<&'a str>,
    pub silos: Option<&'a str>,
    pub reporting: Option<&'a str>,
    pub figures_trusted: Option<&'a str>,
    pub visible: Option<&'a str>,
    pub quantified: Option<&'a str>,
    pub optimised: Option<&'a str>,
    pub used_for_decisions: Option<&'a str>,
    pub capture: Option<&'a str>,
    pub collaboration_suite: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics<'a> {
    pub north_star: Option<&'a str>,
    pub fits_stage: Option<&'a str>,
    pub person_days_saved: Option<bool>,
    #[serde(borrow)]
    pub tracked: Option<Vec<&'a str>>,
    pub owner_understands: Option<&'a str>,
    pub return_judged_by: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knowledge<'a> {
    pub base: Option<&'a str>,
    pub standardised: Option<&'a str>,
    pub journey_mapped: Option<&'a str>,
    pub effective_path: Option<&'a str>,
    pub learns_from_examples: Option<&'a str>,
    pub business_basics: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resources<'a> {
    #[serde(borrow)]
    pub mapped: Option<Vec<&'a str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Investment<'a> {
    pub budget: Option<&'a str>,
    pub people: Option<&'a str>,
    pub months_allowed: Option<i64>,
    pub organisation_change: Option<&'a str>,
    pub cooperation: Option<&'a str>,
    pub willingness: Option<&'a str>,
    pub asked_for: Option<&'a str>,
}
