"""The field's words for columns, in several languages and spellings, and what cells may say."""

import re

from cjm_tui.importers.names import fold

# What a column is for → its names as they are compared (see `names.fold`).
_NAMES = {
    "id": "interactionid callid uniqueid recordid sessionid ticketid caseid legid segmentid"
    " anrufid gesprächsid vorgangsnummer callreference id nr no number vorgang",
    "contact_id": "contactid conversationid rootcallid linkedid journeyid kontaktid"
    " initialcontactid masterid",
    "feedback_id": "feedbackid responseid surveyid answerid antwortid",
    "started_at": "startedat start starttime began beganat begin date datetime timestamp time"
    " calldate createdat created startdate beginn anrufbeginn datum zeitpunkt startzeit"
    " datumuhrzeit"
    " fecha inicio fechainicio horainicio debut datedebut heuredebut queuedat arrivaltime"
    " initiationtimestamp responsedate customerresponsedate recordeddate submittedat calltime",
    "ended_at": "endedat end endtime ende endzeit enddate fin fechafin datefin closedat solvedat"
    " disconnecttimestamp hangup gesprächsende stop stoptime",
    "customer": "customer customerid customernumber kunde kundennummer kundenr client clientid"
    " cliente caller callerid callerno ani phone phonenumber telefon telefonnummer rufnummer"
    " anrufer mobile email emailaddress mail from requester requesteremail remote msisdn telefono"
    " telephone numero",
    "agent": "agent agentname agentid user username users bearbeiter mitarbeiter agente operator"
    " conseiller assignee advisor employee rep representative",
    "team": "team group department skillgroup abteilung gruppe equipo equipe supervisorteam",
    "queue": "queue queuename skill service warteschlange hotline cola fileattente firstqueue",
    "touchpoint": "touchpoint touchpointid stage surveysubtype",
    "channel": "channel mediatype media kanal canal via medium",
    "direction": "direction richtung calltype direccion sens",
    "reason": "reason wrapup wrapupcode disposition topic category subject contactreason grund"
    " anliegen thema kategorie motivo motif",
    "segment": "segment customersegment customertype tier kundengruppe priority",
    "outcome": "outcome result status callresult callstatus ergebnis resultado resultat dispo",
    "abandoned": "abandoned abandon isabandoned aufgelegt abandonado abandonne abgebrochen",
    "answered": "answered isanswered angenommen beantwortet contestada repondu",
    "resolved": "resolved solved fcr firstcontactresolution gelöst resuelto resolu erledigt",
    "wait_s": "wait waits waittime waitingtime queuetime timeinqueue totalqueue speedofanswer"
    " waitseconds wartezeit warteschlangenzeit wartedauer tiempoespera attente tempsattente"
    " queueduration qtime holdtime",
    "talk_s": "talk talks talktime totaltalk talkseconds sprechzeit gesprächszeit gesprächsdauer"
    " tiempoconversacion conversation tempsconversation billsec",
    "hold_s": "hold holds totalhold holdseconds haltezeit haltedauer customerholdduration",
    "wrap_s": "wrap wraps acw wraptime totalacw aftercallwork aftercallworktime nachbearbeitung"
    " nachbearbeitungszeit afterworkduration",
    "handle_s": "handle handles handletime totalhandle aht duration callduration dauer duracion"
    " duree handlingtime bearbeitungszeit servicetime",
    "transfers": "transfers transfercount weiterleitungen transferts",
    "score": "score rating npsscore nps csat ces note bewertung punkte puntuacion satisfaction"
    " satisfactionscore promoterscore surveyscore",
    "verbatim": "verbatim comment comments text feedback words kommentar freitext comentario"
    " commentaire remarks answertext openanswer",
}
ROLE_OF = {name: role for role, names in _NAMES.items() for name in names.split()}
_UNIT = re.compile(
    r"(in)?(ms|msec|millis|milliseconds|millisekunden|sec|secs|seconds|sek|sekunden|s)$"
)

YES = ("yes", "y", "true", "t", "1", "ja", "j", "oui", "si", "sí", "wahr")
NO = ("no", "n", "false", "f", "0", "nein", "non", "falsch")
CHANNELS = {
    "phone": ["phone", "voice", "call", "calls", "telephone", "telefon", "telefono", "tel"],
    "chat": ["chat", "webchat", "messaging", "message", "whatsapp", "sms"],
    "email": ["email", "e-mail", "mail"],
    "web": ["web", "website", "online", "portal"],
    "ivr": ["ivr", "vru", "bot", "voicebot"],
    "shop": ["shop", "store", "filiale", "tienda"],
    "visit": ["visit", "besuch", "field"],
    "letter": ["letter", "brief", "post", "fax"],
}
DIRECTIONS = {
    "inbound": ["inbound", "in", "incoming", "eingehend", "ein", "entrante", "entrant"],
    "outbound": ["outbound", "out", "outgoing", "ausgehend", "aus", "saliente", "sortant"],
    "callback": ["callback", "rückruf", "rappel"],
}
OUTCOMES = {
    "answered": ["answered", "handled", "connected", "angenommen", "beantwortet", "agent"],
    "abandoned": [
        "abandoned",
        "abandon",
        "hang",
        "hangup",
        "lost",
        "missed",
        "aufgelegt",
        "verloren",
    ],
}


def role_of(name: str) -> tuple[str, str]:
    """Return what a column seems to be for, and the unit in its name ("ms", "s"), or ""s."""
    folded = re.sub(r"[^\w]", "", fold(name))
    if folded in ROLE_OF:
        return ROLE_OF[folded], ""
    unit = _UNIT.search(folded)
    if unit and (role := ROLE_OF.get(folded[: unit.start()])):
        return role, "ms" if unit[2].startswith("m") else "s"
    return "", ""
