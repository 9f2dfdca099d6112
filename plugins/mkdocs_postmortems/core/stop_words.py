"""English words that say nothing of what a postmortem is about, or little."""

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

_VERBS = """
    accept accepted act add added agree agreed allow announce appear apply arrive ask assume avoid
    become became begin began begun behave believe belong break broke broken bring brought build
    built buy bought call carry catch caught check choose chose chosen clear come came complete
    confirm consider contain continue copy cost count cover create cut decide depend describe
    design differ discover double drop end ended enter exist expect explain fail fall fell fallen feel
    felt fill find found finish fit fix follow forget forgot forgotten gave give go goes gone got
    grow grew grown had happen hear heard held help hide hid hidden hit hold hope increase identify
    join keep kept know knew known last lay lead learn leave left lend let lie like limit list live
    look lose lost mark match matter mean meet met mention miss move name note notice number obtain occur
    offer open order pass pay paid perform place plan play point prepare prevent prove provide pull
    push put raise ran reach read realise realize receive recover reduce refer reject relate
    release remain remember remove repeat replace reply report request require resolve respond
    rest restart restore result resume return rise rose risen reveal review run save saw say said
    see seen seem sell sold send sent serve share shift show shown shut sit sleep slow speak spoke
    spend spent stand stood start state stay stop store succeed suffer suggest support suppose
    suspect switch take taken talk tell told tend test think thought throw threw thrown touch
    treat trigger try turn understand understood update verify wait walk want watch went win won
    wish wonder write wrote written
"""
_OTHERS = """
    able absent accident actual addition additional around individual initial insufficient
    intent nature potential soon sufficient throughout whenever affected against age ago ahead almost alone along
    amount angle answer apart area article attempt available average aware away back bad bar base basis
    best better big bit black blue body book bottom brief bright busy card care case cases century
    chance choice city clean close colour color common company complex concern condition connection
    consequence contrary correct country couple course current customer danger data date dead deal
    decision deep default degree detail difference different difficult direct direction distance
    doubt early earlier east easy edge effect effort empty enough entire equal error especially
    evidence exact example except experience extra eye face fact failure fair false familiar far
    fast father few field figure final fine first fix forward free fresh friend front full
    further future game general good great green group half hand hard head heavy high history home
    hour house huge idea immediate impact important impossible information inside instead interest
    issue item job key kind knowledge label large late later latest least length less level life
    light likely line little local long lot low main major majority man manual material maximum
    meaning means meantime measure member message method middle minimum minor moment money
    morning mother move much name narrow natural near necessary negative next nice normal north
    obvious occasion odd office ok old opposite ordinary original outage outside page pair paper
    particular past peak percent perhaps period person phase piece plain plenty position positive
    possible power practice precise present previous principle probable product progress proper
    public purpose quality question quick quiet quite range rare rate ratio rather raw ready real
    reason recent record red regular related relation relevant remaining report responsible
    rough round row rule safe sample second section self sense sentence separate series serious
    shape short shop side sign significant similar simple simultaneous single site situation size
    small soft sort sound source south space special specific speed spite stage standard step
    straight strange strict string strong subject sudden sum sure surprise table team temporary
    term text today together tool top total toward towards true type unable unclear unexpected
    unit unknown unlike upper user usual various version view volume warning way weak west white
    whole wide window word world worse worst year yellow young zero
    eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty
    fifty sixty seventy eighty ninety hundred thousand million billion once twice four five six
    seven eight nine ten third quarter fourth fifth sixth seventh eighth ninth tenth dozen
    per via versus etc cannot aside amid among besides beyond despite however
    moreover nevertheless otherwise therefore thus unless whereas whether yet due though
    always several sometimes seldom often maybe already rarely
    everybody everyone nothing someone anybody anyone itself themselves
"""

EVERYDAY_WORDS = frozenset(f"{_VERBS} {_OTHERS}".split())
"""In lower case; by one of these in common nobody finds an incident again, however few say it."""
