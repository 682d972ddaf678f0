package work

import rego.v1

default allow := false

allow if {
	input.age >= 18
	input.training_hours >= 30
	input.curriculum_approved == true
	input.ce_hours_last_12_months >= 10
	input.supervisor_is_licensed == true
	input.days_since_supervision_meeting <= 31
	input.lived_experience == true
	input.well_grounded == true
	input.needs_active_treatment == false
	units_in_order
	supervision_in_order
}

units_in_order if input.units_this_week <= 10

units_in_order if input.cpo_approved == true

supervision_in_order if input.self_employed == false

supervision_in_order if input.has_clinical_supervision == true
