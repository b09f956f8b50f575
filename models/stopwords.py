"""English words that no theme is named by: grammar, and the words that every spoken story is made of."""

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

_CONTRACTIONS = """
ain aren couldn didn doesn don hadn hasn haven isn mustn needn shan shouldn wasn weren won wouldn ll ve re
dont didnt doesnt wasnt werent isnt couldnt wouldnt cant wont thats theres whats lets ive youre hes shes theyre
"""
_TELLING = """
said say says saying tell tells telling told ask asks asked asking answer answered talk talks talked talking speak
spoke spoken call calls called calling shout shouted word words story stories mean means meant explain explained
think thinks thinking thought know knows knowing knew known feel feels feeling felt remember remembered forgot
believe guess suppose supposed wonder wondered hope hoped wish wished want wants wanted wanting need needs needed
like likes liked love loved hate hated seem seems seemed
"""
_DOING = """
got get gets getting gotten go goes going went gone come comes coming came become became do does doing did done
make makes making made take takes taking took taken give gives giving gave given put puts putting let lets letting
keep keeps keeping kept start starts started starting begin began stop stops stopped stopping try tries tried trying
turn turns turned turning look looks looked looking see sees seeing saw seen watch watched watching hear hears heard
hearing show showed shown find finds found finding leave leaves leaving left bring brings brought use used using
happen happens happened happening sit sits sat sitting stand stands stood standing walk walks walked walking run runs
ran running move moved moving stay stayed wait waits waited waiting hold holds held carry carried pull pulled push
pushed open opens opened opening close closed closing send sent sending set work works worked live lives lived living
change changed end ends ended pick picked read reads write wrote written pass passed check checked help helps helped
meet met pay paid cut cuts fall falls fell break broke eat ate sleep slept wake woke ring rings ringing rang
rung drop dropped slow slowly laugh laughed smile smiled
"""
_SORTING = """
thing things stuff something anything nothing everything way ways bit lot lots kind kinds sort sorts part parts
really actually basically just even still maybe probably quite pretty right okay yeah yes yet ever never always
sometimes often usually already almost enough much many little big small large long short old new young good great
nice fine better best bad worse worst hard easy real true sure different same next last first second third half whole
full straight round away back ahead near far inside outside later soon ago early late today tomorrow yesterday tonight
time times minute minutes hour hours day days night nights week weeks weekend month months year years morning afternoon
evening moment past point people person persons man men woman women guy guys bloke lady lads lad somebody someone
anybody anyone everybody everyone nobody one ones two three four five six seven eight nine ten hundred name names
number numbers side face hand hands head eye eyes mind reason matter fact idea case rest place places
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december oh um er uh hello sorry thank thanks please till round per
"""

STOP_WORDS = frozenset(ENGLISH_STOP_WORDS).union(
    *(part.split() for part in (_CONTRACTIONS, _TELLING, _DOING, _SORTING))
)
