"""The field's words for columns, in several languages and spellings, and what cells may say."""

import re
import unicodedata

from cjm_tui.importers.names import fold

# What a column is for → its names as they are compared (see `names.fold`).
_NAMES = {
    "id": "interactionid callid uniqueid recordid sessionid ticketid caseid legid segmentid"
    " anrufid gesprächsid vorgangsnummer callreference id nr no number vorgang"
    " gesprächsnummer anrufnummer idappel numeroappel idllamada idllamado llamadaid"
    " appelid idticket ticketnummer numeroticket"
    " anrufnr gesprächsnr vorgangsnr ticketnr callno callnumber",
    "contact_id": "contactid conversationid rootcallid linkedid journeyid kontaktid"
    " initialcontactid masterid"
    " kontaktnummer idcontact idcontacto contactoid idinteraction",
    "feedback_id": "feedbackid responseid surveyid answerid antwortid"
    " umfrageid fragebogenid idreponse idrespuesta idencuesta idenquete",
    "started_at": "startedat start starttime began beganat begin date datetime timestamp time"
    " calldate createdat created startdate beginn anrufbeginn datum zeitpunkt startzeit"
    " datumuhrzeit"
    " fecha inicio fechainicio horainicio debut datedebut heuredebut queuedat arrivaltime"
    " initiationtimestamp responsedate customerresponsedate recordeddate submittedat calltime"
    " tag day jour dia fechahora fechayhora dateheure dateetheure datumzeit anrufdatum"
    " startstamp gesprächsbeginn anfang anrufzeit startdatum horadeinicio fechadeinicio"
    " datededebut heurededebut horodatage eingang eingangszeit befragungsdatum"
    " dateappel fechallamada calldatetime",
    "ended_at": "endedat end endtime ende endzeit enddate fin fechafin datefin closedat solvedat"
    " disconnecttimestamp hangup gesprächsende stop stoptime"
    " endstamp anrufende enddatum horafin fechafin horadefin fechadefin heurefin heuredefin"
    " datedefin termine fechacierre",
    "customer": "customer customerid customernumber kunde kundennummer kundenr client clientid"
    " cliente caller callerid callerno ani phone phonenumber telefon telefonnummer rufnummer"
    " anrufer mobile email emailaddress mail from requester requesteremail remote msisdn telefono"
    " calleridnumber callernumber anrufernummer"
    " telephone numero"
    " kundenid kundentelefon idclient numeroclient numclient idcliente numerocliente"
    " numerodecliente numerotelephone numerodetelephone numerodetelefono"
    " telefonocliente appelant llamante courriel correo correoelectronico mailadresse"
    " emailadresse",
    "agent": "agent agentname agentid user username users bearbeiter mitarbeiter agente operator"
    " conseiller assignee advisor employee rep representative"
    " agentenname benutzer nomagent nombreagente operador asesor gestor empleado"
    " teleconseiller charge",
    "team": "team group department skillgroup abteilung gruppe equipo equipe supervisorteam"
    " abteilungsname teamname departamento departement groupe grupo servicio",
    "queue": "queue queuename skill service warteschlange hotline cola fileattente firstqueue"
    " warteschleife queuegruppe filedattente nomfile nombrecola coladeespera"
    " competencia compétence competence service",
    "touchpoint": "touchpoint touchpointid stage surveysubtype",
    "channel": "channel mediatype media kanal canal via medium"
    " kontaktkanal canaldecontact canaldecontacto",
    "direction": "direction richtung calltype direccion sens"
    " anrufrichtung sentido sensappel tipodellamada typeappel anrufart",
    "reason": "reason wrapup wrapupcode disposition topic category subject contactreason grund"
    " anliegen thema kategorie motivo motif"
    " kontaktgrund anrufgrund abschlusscode ergebniscode motifappel motifdecontact"
    " motivodecontacto motivollamada tipificacion qualification categorie categoria"
    " sujet asunto betreff objet",
    "segment": "segment customersegment customertype tier kundengruppe priority"
    " kundensegment segmentclient segmentocliente segmento kundentyp typeclient"
    " tipocliente",
    "outcome": "outcome result status callresult callstatus ergebnis resultado resultat dispo"
    " anrufergebnis anrufstatus gesprächsergebnis statut estado etat resultatappel"
    " resultadollamada",
    "abandoned": "abandoned abandon isabandoned aufgelegt abandonado abandonne abgebrochen"
    " abandonnee abandonada abandonnes verloren perdida perdu",
    "answered": "answered isanswered angenommen beantwortet contestada repondu"
    " repondue atendida atendido traite decroche contestado",
    "resolved": "resolved solved fcr firstcontactresolution gelöst resuelto resolu erledigt"
    " geloest gelöst resuelta resolue problemegelöst problemgelöst erstlösung"
    " erstlösungsquote resolupremiercontact resueltoprimercontacto",
    "wait_s": "wait waits waittime waitingtime queuetime timeinqueue totalqueue speedofanswer"
    " waitseconds wartezeit warteschlangenzeit wartedauer tiempoespera attente tempsattente"
    " queueduration qtime holdtime"
    " wartezeitsek wartezeitinsekunden tempsdattente dureeattente tiempodeespera"
    " espera segundosespera delaiattente",
    "talk_s": "talk talks talktime totaltalk talkseconds sprechzeit gesprächszeit gesprächsdauer"
    " tiempoconversacion conversation tempsconversation billsec"
    " gesprächszeitsek tempsdeconversation dureeconversation tiempodeconversacion"
    " tiempohablado tiempoconversacion",
    "hold_s": "hold holds totalhold holdseconds haltezeit haltedauer customerholdduration"
    " haltedauersek miseenattente tempsdemiseenattente tiempoenretencion retencion"
    " tiemporetenido",
    "wrap_s": "wrap wraps acw wraptime totalacw aftercallwork aftercallworktime nachbearbeitung"
    " nachbearbeitungszeit afterworkduration"
    " nacharbeit nacharbeitszeit nachbearbeitungsdauer postappel tempspostappel"
    " travailpostappel posttrabajo tiempodecierre trabajoposterior",
    "handle_s": "handle handles handletime totalhandle aht duration callduration dauer duracion"
    " duree handlingtime bearbeitungszeit servicetime"
    " bearbeitungsdauer gesamtdauer anrufdauer dmt tempsdetraitement dureedetraitement"
    " dureetraitement dureedappel dureeappel tiempodegestion duracionllamada tmo",
    "transfers": "transfers transfercount weiterleitungen transferts"
    " weitergeleitet anzahlweiterleitungen transferencias nombretransferts",
    "score": "score rating npsscore nps csat ces note bewertung punkte puntuacion satisfaction"
    " satisfactionscore promoterscore surveyscore"
    " zufriedenheit kundenzufriedenheit gesamtzufriedenheit zufriedenheitswert"
    " weiterempfehlung wertung sterne punktzahl benotung noten satisfactionclient"
    " satisfacion satisfaccion satisfaccióncliente satisfaccioncliente satisfacción"
    " valoracion valoración puntuación calificacion calificación evaluation évaluation"
    " recommandation recomendacion recomendación etoiles estrellas",
    "verbatim": "verbatim comment comments text feedback words kommentar freitext comentario"
    " commentaire remarks answertext openanswer"
    " bemerkung bemerkungen anmerkung anmerkungen rückmeldung kundenkommentar"
    " verbatims comentarios commentaires observaciones observations remarque remarques"
    " avis opinion opinión",
}
_CLOCKS = {  # of a column of times of day: by how it ends or begins, if not by its whole name
    "started_at": re.compile(
        r"(start|begin|beginn|began|entry|anfang|inicio|debut|from|von)|^(uhrzeit|zeit|heure|hora)$"
    ),
    "ended_at": re.compile(r"(end|ende|stop|until|fin|bis)$|^(end|ende|fin|stop)"),
}


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _plain(name: str) -> str:
    """Return a name without accents, as it is often written by hand."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


ROLE_OF = {
    spelt: role
    for role, names in reversed(_NAMES.items())
    for name in names.split()
    for spelt in (name, _plain(name), name.translate(_UMLAUTS))
}
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
    "inbound": [
        "inbound",
        "in",
        "incoming",
        "eingehend",
        "ein",
        "entrante",
        "entrant",
        "recibida",
        "reçu",
    ],
    "outbound": [
        "outbound",
        "out",
        "outgoing",
        "ausgehend",
        "aus",
        "saliente",
        "sortant",
        "realizada",
        "émis",
    ],
    "callback": ["callback", "rückruf", "rappel", "devolución"],
}
OUTCOMES = {
    "answered": [
        "answered",
        "handled",
        "connected",
        "completed",
        "agent",
        "angenommen",
        "beantwortet",
        "bearbeitet",
        "traité",
        "traite",
        "répondu",
        "repondu",
        "décroché",
        "decroche",
        "atendida",
        "atendido",
        "contestada",
        "contestado",
    ],
    "abandoned": [
        "abandoned",
        "abandon",
        "hang",
        "hangup",
        "lost",
        "missed",
        "aufgelegt",
        "verloren",
        "abgebrochen",
        "verpasst",
        "abandonné",
        "abandonne",
        "perdu",
        "manqué",
        "manque",
        "raccroché",
        "raccroche",
        "abandonada",
        "abandonado",
        "perdida",
        "perdido",
        "colgada",
    ],
    "left": ["left", "timeout", "overflow", "überlauf", "débordement", "desbordamiento"],
    "blocked": ["blocked", "busy", "besetzt", "occupé", "ocupado"],
    "contained": ["contained"],
    "to_agent": ["to_agent"],
    "done": ["done"],
    "not_done": ["not_done"],
}
WORDS = {"outcome": OUTCOMES, "direction": DIRECTIONS}  # role → word of ours → words of theirs


def clock_role(name: str, time: str) -> int | None:
    """Return how well a name fits the time of day of a record's time, 0 best; None not at all."""
    folded = re.sub(r"[^\w]", "", fold(name))
    if ROLE_OF.get(folded) == time:
        return 0
    return 1 if _CLOCKS[time].search(_plain(folded)) else None


def role_of(name: str) -> tuple[str, str]:
    """Return what a column seems to be for, and the unit in its name ("ms", "s"), or ""s."""
    folded = re.sub(r"[^\w]", "", fold(name))
    folded = folded if folded in ROLE_OF else _plain(folded)
    if folded in ROLE_OF:
        return ROLE_OF[folded], ""
    unit = _UNIT.search(folded)
    if unit and (role := ROLE_OF.get(folded[: unit.start()])):
        return role, "ms" if unit[2].startswith("m") else "s"
    return "", ""
