"""Words of grammar, English and Welsh, that set no heap of stories apart in a way worth reading.

Kept apart from `models.stopwords`, which needs scikit-learn and leaves out more: a theme is not named by "waited",
but that one heap of stories waits and the other does not is news.
"""

_ENGLISH = """
a about above after again against all also although am an and any are aren't as at be because been before being below
between both but by can can't cannot could couldn't did didn't do does doesn't doing don't done down during each either
etc even ever every few for from further get gets getting go goes going gone got had hadn't has hasn't have haven't
having he her here hers herself him himself his how however i if in into is isn't it its itself just let like made make
makes many may me might mine more most much must mustn't my myself neither no nor not now of off on once one ones only
onto or other others ought our ours ourselves out over own per put quite rather really said same say says she should
shouldn't since so some something still such than that the their theirs them themselves then there therefore these they
thing things this those though through thus to too took two under until up upon us very was wasn't we went were weren't
what whatever when where whether which while who whole whom whose why will with within without won't would wouldn't yet
you your yours yourself yourselves im ive id dont didnt doesnt wasnt isnt cant couldnt wouldnt thats theres hes shes
theyre youre
"""
_WELSH = """
a ac ag ai am ambell ar arall at yr y yn ym yng ydy yw oedd oes oeddwn oeddem oeddech roedd roeddwn roeddem roeddech
roeddent rydym rydw rydych maen mae maent nid na nac nad ni nhw fe fo fi ti chi hi ef eu ei ein eich fy dy o oddi i ir
iddo iddi iddyn wrth gan gyda gydag efo am dros drwy trwy dan rhag heb hyd hon hwn hyn hynny honno hwnnw hynna hyd pan
pam sut ble lle beth pwy pa faint er ers ond neu os pe felly wedyn hefyd dim ddim bod fod wedi yma yno acw bydd byddaf
byddai fyddai bu bues buodd fu fuodd sy sydd sef mo mor iawn iawn rhyw rhai pob bob holl un dau dwy ddau ddwy tri tair
dw dwi wnes wnaeth gwnaeth gwneud wneud cael gael ges gafodd mynd fynd es aeth dod ddod daeth eto nawr rwan rŵan
wnaethon ar rwy rwyf dyw doedd doeddwn does dydy dydw byth erioed mwy fwy llai
"""

QUIET_WORDS = frozenset(f"{_ENGLISH} {_WELSH}".split())
