"""English words that say nothing of what a sentence of a postmortem is about."""

from __future__ import annotations

_OF_THE_LANGUAGE = """
    about above after again all also and another any anything are because been before behind
    being below between both but can could did does doing down during each either else even
    ever every everything few for from further get given had has have having hence her here
    him his how into its itself just less let like many may meant might more most much must
    neither never nobody none nor not nothing now off often once one only other others our
    out over own part per rather right same she should since some somebody something still
    such than that the their them then there these they thing this those though three
    through too two under until upon very was way well went were what when where whether
    which while who whom whose why will with within without would yet you your
"""
_OF_THE_FIELD = """
    bad cause caused change changed code fault happen incident lack lacked lacks made make
    missed missing need new old people person problem process production run service set
    show system take time use used value work wrong
"""

LANGUAGE_WORDS = frozenset(_OF_THE_LANGUAGE.split())
"""Those that say nothing anywhere, in lower case, of three letters and more."""
STOP_WORDS = LANGUAGE_WORDS.union(_OF_THE_FIELD.split())
"""In lower case, of three letters and more."""
