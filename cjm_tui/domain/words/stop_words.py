"""Words that say nothing alone: the closed classes of some languages, and a rule for all others.

A language's list counts where that language is spoken: its words make up an eighth of all. So a
Dutch "van" is a preposition among Dutch answers and a vehicle among English ones. The lists hold
articles, pronouns, prepositions, conjunctions, auxiliaries and the like; negations are in them
too, and begin phrases all the same.
"""

from collections.abc import Mapping

_SPOKEN = 0.125  # share of all words; English answers hold some 5 % that are Dutch or German too
_COVERED = 0.3  # share of all words that a list holds at least where its language alone is spoken
_COMMON = 0.10  # share of the answers that are not low, from which a word is common
_COMMON_LETTERS = 4  # common words as short as this say nothing, whatever the language

_LISTS = {
    "English": """
        a about above across actually after again against all almost along already also
        although always am among an and another any anyone anything are aren't around as at
        away back be because been before behind being below between both but by can can't
        cannot could couldn't did didn't do does doesn't doing don't done dont down during
        each either else enough etc even ever every everyone everything few for from further
        gave had hadn't has hasn't have haven't having he he'd he'll her here hers herself
        him himself his how however i i'd i'll i'm i've if im in instead into is isn't it
        it'd it'll its itself ive just less like many may maybe me might mine more most much
        must my myself neither never no nobody none nor not nothing now of off often on once
        one only onto or other others our ours ourselves out over own per perhaps quite
        rather really same several shall she she'll should shouldn't since so some someone
        something sometimes still such than that the their theirs them themselves then there
        there'd therefore these they they'd they'll they're they've this those though
        through thru till to too toward towards two under unless until unto up upon us very
        via was wasn't we we'd we'll we're we've well were weren't what whatever when where
        whether which while who whole whom whose why will with within without won't would
        wouldn't yes yet you you'd you'll you're you've your yours yourself""",
    "German": """
        aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin
        bis bisher bitte da dabei damit dann das dass dazu dein dem den denn der des dich die dies
        diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines
        er es etwas euch euer fur gegen gibt hab habe haben hat hatte hatten hier hin ich ihm ihn
        ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder jedes jetzt
        kann kein keine keinem keinen keiner konnen konnte konnten man mehr mein meine meinem
        meinen meiner mich mir mit muss musste mussten nach nicht nichts nie noch nun nur ob oder
        ohne sehr sei sein seine seinem seinen seiner seit sich sie sind so soll sollte sondern
        um und uns unser unsere unter vom von vor war waren was weil wenn wer werde werden wie
        wieder will wir wird worden wurde wurden zu zum zur zwar""",
    "French": """
        a ai ainsi alors apres as au aucun aucune aussi autre autres aux avais avait avant avec
        avez avoir avons c car ce cela celle celui ces cet cette ceux chez comme d dans de depuis
        des donc dont du elle elles en encore entre est et etaient etais etait ete etes etre eu eux
        fait faire fois il ils j jamais je l la le les leur leurs lui ma mais me mes moi moins mon
        n ne ni nos notre nous on ont ou par parce pas peu peut plus pour pourquoi puis qu quand
        que quel quelle qui quoi s sa sans se ses si soit son sont suis sur t ta te tes toi ton
        tous tout toute toutes tres tu un une va vers voir vos votre vous y""",
    "Spanish": """
        a al algo ante antes asi aun aunque cada como con contra cual cuando de del desde donde
        dos durante e el ella ellos en entre era eran es esa ese eso esta estaba estan estar este
        esto estos estoy fue fueron ha habia han has hasta hay he hemos la las le les lo los mas me
        mi mis mucho muy nada ni no nos nosotros nunca o os otra otro para pero poco por porque
        pues que quien se sea ser si sido sin sobre solo son soy su sus tambien te tengo ti tiene
        tienen todo todos tu tus un una uno unos usted ustedes va vez y ya yo""",
    "Italian": """
        a ad ai al alla alle altro anche ancora avere c che chi ci come con cosa cui da dal dalla
        degli dei del della delle di dopo dove e ed era erano essere fa fare fatto fino fra gia
        gli ha hai hanno ho i il in io l la le lei li lo loro lui ma mai me mi mia mio molto ne
        negli nei nel nella nessun nessuna noi non nostro o ogni per perche piu poi prima pure
        quale quando quanto quella quello questa questo qui sa sei sempre senza si sia sono sta
        stata stato su sua sul sulla suo tra tu tutti tutto un una uno vi voi""",
    "Dutch": """
        aan al alle alleen als altijd andere ben bij daar dan dat de den der deze die dit doen door
        dus een eens en er ge geen had hadden heb hebben heeft hem het hier hij hoe hun ik in is
        ja je jullie kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nooit
        nu of om omdat onder ons onze ook op over reeds te tegen toch toen tot u uit uw van veel
        voor want waren was wat we wel werd wie wij wil worden wordt zal ze zei zelf zich zij zijn
        zo zonder zou""",
    "Portuguese": """
        a ao aos as ate ainda cada com como da das de dela dele depois do dos e ela ele eles em
        entre era essa esse esta estao estar estava este estou eu foi foram ha isso isto ja lhe
        mais mas me mesmo meu minha muito muita na nao nas nem nenhum no nos nossa nosso nunca o os
        ou para pela pelo por porque pra quando que quem sao se sem ser seu sem sido so sobre sua
        tambem te tem tenho ter tinha todo todos tudo um uma vai voce voces""",
}
LANGUAGES = {language: frozenset(words.split()) for language, words in _LISTS.items()}


def spoken(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return the languages whose function words make up a good part of these word counts."""
    total = sum(counts.values())
    if not total:
        return ()
    share = {
        language: sum(counts.get(word, 0) for word in words) / total
        for language, words in LANGUAGES.items()
    }
    return tuple(language for language in LANGUAGES if share[language] >= _SPOKEN)


def stop_words(counts: Mapping[str, int], common: Mapping[str, float]) -> frozenset[str]:
    """Return the words to leave out.

    `counts` says how often each word occurs in all; `common` in which share of the answers that
    are not low it occurs. Where the lists cover less than is usual in their languages, another one
    is spoken as well, and short words that are common go too.
    """
    listed = frozenset[str]().union(*(LANGUAGES[language] for language in spoken(counts)))
    covered = sum(counts.get(word, 0) for word in listed)
    if covered >= _COVERED * sum(counts.values()):
        return listed
    short = {
        word for word, share in common.items() if share >= _COMMON and len(word) <= _COMMON_LETTERS
    }
    return listed | short
