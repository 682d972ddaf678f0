package work

import rego.v1

default allow := false

schooled := {"hs_diploma", "ged", "associate", "bachelor", "master", "doctorate"}

clinical := {"diagnosis", "therapy", "clinical_treatment", "case_management"}

allow if {
	input.age >= 21
	input.education in schooled
	experienced
	input.has_resume == true
	input.has_email == true
	input.relationship_training == true
	"application" in input.papers
	"certification" in input.papers
	"proof_of_age" in input.papers
	not input.activity in clinical
}

experienced if input.exp_home >= 2

experienced if input.exp_self_direction >= 2

experienced if input.exp_job >= 2

experienced if input.exp_career >= 2

experienced if input.exp_community >= 2

experienced if input.exp_supports >= 2
