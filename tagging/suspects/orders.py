"""What an order to a model looks like, in English and in French: rules over folded text (lower case, no accents)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tagging.suspects.rules import Span, matches, rule

# A unit group as an attacker writes it: five digits whose second is a TEER, and no ISO standard, price or quantity.
CODE = (
    r"(?:(?<!course )(?:code|occupation|profession) \d[0-5]\d{3}(?!\w)(?! (?:to|when|pour|lors))"
    r"|(?<!iso )(?<!iso/iec )(?<![\w$.,-])[\"'(]?\d[0-5]\d{3}(?!\w)"
    r"(?=[ \t]*(?:$|[.,;:!?\n)\]\"'}<>|*/]|(?:only|as|and|or|with|for|in|instead|then|nothing|no|whatever|without"
    r"|today|unique|everywhere|is|et|avec|pour|comme|dans|en|par|puis|partout|sans|seulement|a|au|please|zuruck)\b)))"
)
_MODEL = (
    r"(?:ai model|language model|modele de langage|modele|model|llm|chatbot|tagger|tagging (?:system|model)|classifier"
    r"|classificateur|systeme d'etiquetage|modele d'etiquetage|assistant|the ai|l'ia|etiqueteur)"
)
ANSWER = (
    r"(?:answer|repl(?:y|ies)|respond|return|output|print|emit|write|select|choose|pick|assign|tag|record|mark|rate"
    r"|classify|carry|name|use|give|says?|chooses|picks|repon\w+|retourne\w*|renvo\w+|choisi\w*|selectionne\w*"
    r"|attribue\w*"
    r"|inscri\w+|affiche\w*|produi\w+|ecri\w+|donne\w*|mettre|mettez|garde\w*|retenir|confirm\w*|gib|elige|responde"
    r"|propose\w*|suggest|abstain|s'abstenir|refuse\w*|quote|cite\w*|ask|poser|recopier|rendre)"
)
CLASSED = r"(?:codes?|noc|cnp|occupations?|professions?|facet(?:te)?s?|tags?|etiquettes?|candidates?|candidats?)"
_IGNORE = (
    r"(?:ignor(?:e|ez|er|es|ons|a)|disregard|forget|override|bypass|skip|set aside|throw away|pay no attention to"
    r"|(?:do not|don't) (?:follow|obey|use)|stop (?:following|obeying)|oublie[rz]?|(?:tenez|tiens|tenir) (?:pas "
    r"|aucun |plus )?"
    r"compte|fai(?:re|tes|s) abstraction|pass(?:e|ez|er) outre|contourne[rz]?|ecarte[rz]?|laisse[rz]? tomber"
    r"|neglige[rz]?|vergiss|rejette|rejetez|remplace[rz]?)"
)
_GUIDED = (
    r"(?:instructions?\b(?! (?:manual|booklet|sheet))|instrucciones|anweisungen|prompts?\b|consignes?\b|guidelines\b"
    r"|(?:prior|previous|earlier|your|all) (?:directions|directives|orders|rules)|rules? (?:above|you|given)"
    r"|the rules and|directives? (?:recue|precedente)s?|regles (?:qu|ci-dessus|donnees|precedentes)|(?:the|les"
    r"|tous les) candidat(?:e)?s"
    r"|candidate list|message systeme|system (?:prompt|message)|everything (?:above|before)|what (?:you were told|came)"
    r"|list(?:e)? (?:above|ci-dessus|of candidates|des candidats)|choix (?:offerts|proposes)|visible text|texte visible"
    r"|(?:the|la) list(?:e)?(?:[\"'»]|[,;]? (?:and|et|puis|then) |, )|ce qui precede|course description)"
)
_PRIVATE = (
    r"(?:home address|date of birth|social insurance|passwords?\b|credit card|phone numbers of|personal e-?mail"
    r"|sign-in code"
    r"|credentials|assurance sociale|mots? de passe|cartes? de credit|courriel personnelle|telephone de chaque"
    r"|identifiants|bank account|numeros? de compte|passeport|passport|numeros? de telephone des)"
)
_BACKWARDS = (
    r"(?:eht|rof|htiw|siht|taht|ruoy|uoy|rewsna|ylno|erongi|tuptuo|tceles|snad|ruop|ettec|tnos|suov|erton|tnemelues"
    r"|eriov|zerongi|zednoper)"
)


RULES = (
    rule(
        "ignor,disregard,forget,overrid,bypass,skip,set aside,throw away,attention to,not follow,obey"
        ",do not use,don't,oubli"
        ",compte,abstraction,outre,contourn,ecart,tomber,neglig,vergiss,rejet,remplace",
        rf"\b{_IGNORE}\b[^.!?]{{0,50}}?{_GUIDED}",
    ),
    rule(
        "candidat,instruction,consigne,restriction,options,policy,choix",
        r"(?:candidat(?:e)?s?(?: check| filter| list)?|filtre des candidats|previous instructions"
        r"|instructions precedentes"
        r"|consigne de selection|selection policy|restrictions on candidates|options offered to you)[^.!?]{0,40}?"
        r"\b(?:void|disabled|suspend\w*|desactive\w*|remplacee?s?|off|updated|replaced|no longer|wrong|annulee?s?)\b",
        r"\b(?:throw away|drop|reject|instead of|outside|without) (?:the |all )?(?:candidates?(?: list)?\b"
        r"|offered options)",
        r"\b(?:au lieu|hors|sans tenir compte) des candidats\b",
    ),
    rule(
        "example of a,exemple d'une",
        r"\bexample of an? (?:correct|good|right) answer\b",
        r"\bexemple d'une bonne reponse\b",
    ),
    rule(
        "model,llm,chatbot,tagger,tagging,classif,etiquet,assistant,the ai,l'ia",
        rf"\b{_MODEL}\b[^.!?\n]{{0,40}}?\b(?:must|should|shall|has to|have to|needs? to|is to|may only|doit|devra"
        rf"|n'a qu'a)(?: \w+)? {ANSWER}\b[^.!?]{{0,60}}?(?:\b{CLASSED}\b|\bquestion\b|\d{{5}})",
        rf"(?:^|(?<=[.!?,;:(\n])|(?<=[.!?,;:(\n] )|dear |attention |cher |chere "
        rf"|hey )(?:the )?{_MODEL} ?[,:] ?(?:please |you |tu |vous )?"
        rf"(?:{ANSWER}|{_IGNORE}|carry out|execute|repeat|repete\w*|obey|obei\w*|decode)\b",
        r"\b(?:if you are|si tu es|si vous etes|you are|tu es|vous etes|as) (?:an?|un|une|the|le) (?:ai|ia|llm"
        r"|(?:large )?language model|modele de langage|outil qui repond)\b",
        rf"\b(?:au|to the|to|for the|reserve au|pour le) {_MODEL} ?(?:only|seulement)?(?: :|:| reading| qui)",
        rf"\b{_MODEL} (?:qui lit|that reads|reading)\b",
        rf"\b(?:every|all|toute?s?) (?:reponses?|answers?|repl(?:y|ies)) (?:of|du|from) (?:the )?{_MODEL}",
        rf"\b(?:ordonne|demande|ordered|instructed|commande)\w* (?:au|the|to the) {_MODEL}\b",
    ),
    rule(
        "you are,tu es,vous etes,act as,pretend,play a game,jeu de role,imagin,simulate,developer mode,debug mode"
        ",mode developpeur,jailbreak,unrestricted,sans filtre,from now on,a partir de maintenant,personnage,no rules"
        ",incarne,comme si",
        r"\byou are (?:now|no longer)\b[^.!?]{0,30}\b(?:mode|bot|model|assistant|ai|classifier|tagger|bound"
        r"|restricted)\b",
        r"\b(?:tu es|vous etes) (?:desormais|maintenant|a present) (?:un|une|le) (?:modele|assistant|outil|robot"
        r"|systeme|ia)\b",
        r"\b(?:act as|pretend to be|pretend you are|simulate) (?:an?|the)\b[^.!?]{0,40}"
        r"\b(?:unrestricted|unfiltered|model|ai|bot|classifier|tagger|assistant)\b",
        r"\b(?:let's play a game|jouons a)\b[^.!?]{0,40}\b(?:you are|vous incarnez|tu incarnes|tu es|vous etes)\b",
        r"\b(?:you are|vous etes|tu es) (?:the|an?|le|un) (?:\w+ ){0,2}(?:capable|advanced|intelligente?"
        r"|puissante?) (?:model|ai|ia|modele)\b",
        rf"\b(?:imagine[rz]?|faire comme si|faites comme si|pretend)\b[^.!?]{{0,100}}(?:{CODE}|\bcode\b|\b{_MODEL}\b)",
        r"\b(?:developer|debug|god|dan) mode\b[^.!?]{0,20}\b(?:on|enabled|where|output|active)\b",
        r"\b(?:assistant|model|modele|ai|tagger) (?:sans filtre|with no rules|without rules|unrestricted)\b",
        rf"\b(?:from now on|a partir de maintenant|dorenavant),? (?:you|tu"
        rf"|vous)\b[^.!?]{{0,30}}\b{ANSWER}\b[^.!?]{{0,40}}(?:{CODE}|\b{CLASSED}\b)",
    ),
    rule(
        "new instruction,new request,new task,new directive,nouvelle,task has,tache a change,override,prioritaire"
        ",system notice,system message,new orders",
        r"(?:^|(?<=[.!?\n])|(?<=[.!?\n*=-] ))new (?:instructions?|task|directive|orders|request) ?:",
        r"(?:^|(?<=[.!?\n])|(?<=[.!?\n*=-] ))nouvelles? (?:instructions?|tache|directives?|consignes?|demandes?) ?:",
        r"\b(?:your task has|ta tache a|votre tache a) changed?\b",
        r"\bsystem (?:override|notice to)\b",
        r"\bconsigne prioritaire\b",
    ),
    rule(
        "requires,required,exige,order,ordonne,directive,confirmed,approv,approuv,valid,authoriz,autoris,verified,"
        "settled"
        ",confirmes,shall,mandat,wants,juridique,urgent",
        r"\b(?:ministry|ministere|administrators?|platform|plateforme|developers?|developpeurs?|security team|juridique"
        r"|legal notice|auditor|haute direction|examinateur|reviewer|operator|exploitant|lead engineer"
        r"|dean)\b[^.!?]{0,90}?"
        r"\b(?:requires?|exige\w*|ordonne\w*|directive|confirmed|approved|approuvee?|valide|authorize|shall|must"
        r"|settled|wants"
        rf"|decision|deja)\b[^.!?]{{0,90}}?(?:\d[0-5]\d{{3}}\b|candidate check|{_MODEL})",
        r"\b(?:i|we|je|nous) (?:am|are|suis|sommes)\b[^.!?]{0,60}\bauthori[sz]e you\b",
    ),
    rule(
        "propos,suggest,classif,class,abstain,abstenir,facet,empty,vide,etiquette,no tags,refuse",
        r"\b(?:do not|don't|never|ne) (?:propose[rz]?|suggest|attribue[rz]?|assign|select|suggere[rz]?)\b[^.!?]{0,30}"
        r"\b(?:occupation|skill|tag|technology|profession|competence|etiquette|facet(?:te)?)s?\b",
        r"\b(?:text|texte|program|programme|course|cours) (?:must not|should not|ne doit pas) (?:be |etre )"
        r"(?:classified|tagged|classe|etiquete)\b",
        r"\b(?:abstain|s'abstenir|abstiens-toi|abstenez-vous)\b[^.!?]{0,40}\b(?:facet(?:te)?|tag|etiquette)s?\b",
        r"\b(?:leave|laisse[rz]?)\b[^.!?]{0,20}\bfacet(?:te)?s\b[^.!?]{0,12}\b(?:blank|empty|vides)\b",
        r"\b(?:return|output|reply with|retourne[rz]?|renvoye[rz]?)\b[^.!?]{0,10}\b(?:empty list|liste vide|no tags)\b",
        r"\b(?:no tags are (?:wanted|needed)|aucune etiquette n'est)\b",
    ),
    rule(
        "question",
        rf"\b(?:your|the|ta|la|votre|a|une) question\b[^.!?]{{0,50}}?\b(?:ask|request|require|demand\w*|exige\w*"
        rf"|provide|fournir|invite\w*|saisir)\b[^.!?]{{0,80}}?{_PRIVATE}",
        rf"\b(?:ask|request|demande\w*)\b[^.!?]{{0,60}}?{_PRIVATE}[^.!?]{{0,60}}\bquestion\b",
        r"\bquestion (?:to send back|a renvoyer) ?:",
        rf"\b{_MODEL} (?:must|should|doit) (?:ask|poser)\b",
    ),
    rule(
        "institution,etablissement,submitter,college",
        r"\b(?:have|make|get|ask) (?:the )?(?:institution|submitter|college) (?:to )?(?:tell|send|give|provide|for)\b",
        r"\b(?:fais|faites)-(?:toi|vous|leur) \w+ par l'etablissement\b",
    ),
    rule(
        "quote,cite,citer,citation,evidence,preuve,proof,justification,verbatim",
        r"\b(?:as|comme|a titre de)(?: your)? (?:evidence|preuve|proof|justification)\b[^.!?]{0,40}"
        r"\b(?:quote|cite[rz]?|repete[rz]?|copy)\b",
        r"\b(?:repeat|repete[rz]?|recopie[rz]?|copy)\b[^.!?]{0,50}\b(?:as your proof|comme preuve"
        r"|a titre de justification|as evidence|citation suivante)\b",
        r"\b(?:quote field|champ de (?:la )?citation)\b",
        r"\b(?:use|utilise[rz]?) (?:the following quote|la citation suivante)\b",
        r"\b(?:evidence|passage|preuve) (?:to (?:cite|quote)|a citer)\b",
        r"\b(?:quote|cite[rz]?) (?:exactly|verbatim|mot pour mot|textuellement)\b[^.!?]{0,40}:",
    ),
    rule(
        "tag ,tags,tagging,label,classif,etiquet,classer ,classez ",
        r"\b(?:tag|label|classify|categorize|etiquete[rz]?|classe[rz]?)\b (?:this|the|ce|cette|le|la|it)\b ?"
        r"(?:course|program(?:me)?|text|listing|cours|texte|fiche|formation|description)?[^.!?\n]{0,30}\b(?:as"
        r"|under|comme|sous)\b",
        r"\btagging (?:rules|policy|engine)\b|\bregles d'etiquetage\b",
        r"\b(?:platform team|equipe de la plateforme)\b[^.!?]{0,60}\b(?:label|tag|etiquette)s?\b",
        r"\b(?:label|tag|etiquette)s?\b[^.!?]{0,60}\b(?:platform team|equipe de la plateforme)\b",
    ),
    rule(
        " ai , ai:,ai-,ai_, ia , ia:,\nai,\nia,l'ia,model,assistant,tagger,bot,gpt",
        r"\b(?:note|message|hint|rappel|avis|attention|consignes?|instructions?|memo|word) (?:for|to|a|au|aux|pour)"
        r" (?:the |any |l'|le |la |toute? )?(?:ai|ia|(?:language )?models?|modele|assistant ia|tagger|bot|gpt"
        r"|chatgpt)\b",
        r"(?:^|\n)[ \t>#*-]*(?:ai|ia|bot|gpt|chatgpt) ?: [^\n]*",
        r"\b(?:ai|ia|llm|bot|gpt)[-_ ]?(?:hint|note|directive|instructions?) ?:[^\n]*",
        r"\bassistants? (?:obeys?|obeit|always answers)\b",
    ),
    rule(
        "machine,robot,parser,software,logiciel,automat,lecteur",
        r"\b(?:for|pour|reserve aux?) (?:the |les? )?(?:software|automated|machine|logiciel|outil|lecteur)s?[- ]?\w*"
        r"(?: \w+)?(?: only| seulement| uniquement)? ?:",
        r"\b(?:for|to|pour|a) (?:the |la |le |une |a )?(?:machine|robot|parser|algorithm|automate) ?:",
        r"\b(?:hello|hi|hey|dear|bonjour|salut|cher|chere) (?:the |le |la )?(?:robot|machine|bot|parser|algorithm"
        r"|software)\b",
        r"\b(?:reader software|logiciel de lecture|automated (?:readers?|taggers?)|lecteurs? automati(?:se|que)s?)\b",
        r"\bthe (?:parser|machine|software|reader) (?:should|must|shall|has to) (?:file|put|tag|record|list"
        r"|choose|class\w*)\b",
    ),
    rule(
        "classe,coded,code ,code sous,indexe,range,catalogu,classified,filed,indexed,listed,recorded",
        r"\b(?:fiche|listing|entry|entree|record|dossier)s?\b[^.!?]{0,60}?"
        r"\b(?:classee?s?|codee?s?|indexee?s?|rangee?s?|cataloguee?s?|classified|coded|filed|indexed|catalogued|listed"
        r"|recorded)\b (?:as|under|with|chez|sous|dans|comme|parmi|aux?)\b",
    ),
    rule(
        "my final,my selection,ma selection,mon choix,my choice,ma reponse",
        r"\b(?:my|ma|mon) (?:final )?(?:selection|answer|reponse|choix|choice)(?: finale?)? (?:is|est)\b",
    ),
    rule(
        "as if you,suppose,comme si tu,comme si vous,conversation,speak as,answer as",
        r"\b(?:answer|respond|reply|behave|repon\w+|agis\w*|parle\w*) (?:as if you were|comme si (?:tu etais"
        r"|vous etiez))\b",
        r"\bsuppose (?:you were|que tu sois|que vous soyez) (?:an?|une?|the|le|la) [^.!?]{0,30}\b(?:machine|robot"
        r"|model|modele|ai|ia|bot)\b",
        r"\b(?:rest of this conversation|reste de (?:cette|la) conversation)\b",
    ),
    rule(
        "your,votre,ta ,ton ,you ",
        r"\b(?:your|votre|ta|ton) (?:only |seule |next |final )?(?:answer|reponse|output|sortie|selection"
        r"|citation|quote) (?:for the|pour la|shall|must|will be|sera|doit|soit|has to)\b",
        r"\bpassages? (?:you|que (?:tu|vous)) (?:cite|quote|cites|citez)\b",
        r"\b(?:in|dans) (?:your|ta|votre) (?:follow-up )?question(?: de suivi)?,? [^.!?]{0,20}\b(?:get|have|make"
        r"|fais|faites|demande)",
    ),
    rule(
        "suggestion",
        r"\b(?:give|make|offer|faire|fais|faites|donne[rz]?) (?:no|aucune) suggestions?\b",
    ),
    rule(
        "every answer,each answer,every reply,all answers,toute reponse,chaque reponse,your answer",
        r"\b(?:begin|start|end|commence[rz]?|termine[rz]?) (?:every|each|all|toute|chaque|your) (?:answers?|reply"
        r"|reponse)\b",
    ),
    rule(
        "vtaber,vafgehpgvba,nafjre,pubvfvf,cebsrffvba,bppuchgvba,bppngvba,ercbaf,pbafvtar,flfgrz,cebtenz",
        r"\b(?:vtaber\w*|vafgehpgvbaf?|nafjre|pubvfvf|cebsrffvba|bpphcngvba|ercbafr?|pbafvtarf?)\b[^.!?\n]*",
    ),
    rule(
        "eht,siht,taht,ruoy,uoy,rewsna,erongi,snad,ruop,ettec,suov,erton,tnemelues",
        rf"\b{_BACKWARDS}\b[^.!?\n]{{1,80}}?\b(?:{_BACKWARDS}|dna)\b|\bdna\b[^.!?\n]{{1,80}}?\b{_BACKWARDS}\b",
    ),
    rule(
        "backward,from the right,in reverse,envers,rebours",
        r"\b(?:read|decode|lire|lis|lisez)\b[^.!?\n]{0,20}"
        r"\b(?:backwards?|from the right|in reverse|a l'envers|a rebours)\b",
    ),
    rule(
        "decoy,leurre,placeholder,filler,dummy,fictif,fictiti,sample,illustrative,remplissage,faux,fake",
        r"\b(?:everything|all|anything|what|tout(?: ce qui)?|ce qui|ce que)\b[^.!?]{0,40}"
        r"\b(?:written|above|before|so far|read|precede|jusqu'ici|ci-dessus|ecrit|lu)\b[^.!?]{0,40}"
        r"\b(?:decoy|leurre|placeholder|filler|dummy|fictitious|fictif|sample|illustrative|remplissage|faux|fake)\b",
    ),
    rule(
        "true ,real ,actual ,vrai,veritable",
        r"\b(?:(?:true|vraie?|veritable) (?:subject|topic|occupation|profession|field|sujet|metier|domaine)"
        r"|(?:real|actual) (?:occupation|profession))(?: (?:of|de|du) [^.!?]{1,25})? (?:is|est)\b",
    ),
)

# Two of these beside an order make a sentence part of it.
FOLLOWING = re.compile(
    r"\b(?:answer|reply|output|code|json|probabilit|confiden|confianc|occupation|profession|candidat|instruction"
    r"|consigne|modele?\b|tagger|classif|etiquet|facet|justif|quote|citation|force|strength|score|only|nothing else"
    r"|rien d'autre|seul|uniquement|assistant|repon|personnage|rejet|stop|understood|compris|\d[0-5]\d{3}\b)"
)


def orders(plain: str) -> Iterator[Span]:
    """Where the rules match a text folded by `tagging.suspects.folding`."""
    return matches(RULES, plain)
