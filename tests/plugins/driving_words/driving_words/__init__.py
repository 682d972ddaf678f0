"""Words about driving licences; the words themselves are in `driving.policy`."""

import peerpolicy as pp

VOCABULARY = pp.Vocabulary("driving_words", "driving.policy", interface=(1, 0))
