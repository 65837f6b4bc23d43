"""What customers say, by touchpoint: when they are let down, so-so, and content."""

LOW, MID, HIGH = "low", "mid", "high"

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "web-shop": {
        LOW: (
            "The price at the end was not the price at the start.",
            "Could not find out if my street has fibre.",
            "The basket lost my order twice.",
            "Installation fee only shown on the last page.",
            "The postcode check said no, then yes, then no.",
        ),
        MID: ("Fine, but too many pages.", "Works, though the offers are hard to compare."),
        HIGH: (
            "Clear prices and quick to order.",
            "Ordered in five minutes, no surprises.",
            "Easy to compare the packages.",
            "Liked that the full monthly price is up front.",
        ),
    },
    "order-call": {
        LOW: (
            "Had to ring again because the order was never placed.",
            "The start date changed after the call.",
            "Was sold a router I did not need.",
            "Told one price, billed another.",
        ),
        MID: ("Friendly, but it took a while.", "Order done in the end."),
        HIGH: (
            "One call and everything was ordered.",
            "The agent read the whole order back to me, very clear.",
            "Knew the answer to every question about the contract.",
            "Sorted the order and the start date at once.",
        ),
    },
    "shop-visit": {
        LOW: (
            "Nobody in the shop could change my contract.",
            "Waited half an hour to be sent to the phone line.",
        ),
        MID: ("Nice people, little they can do.",),
        HIGH: (
            "The man in the shop set up my router on the spot.",
            "Good advice and no pressure.",
            "Quick and kind.",
        ),
    },
    "activation-mail": {
        LOW: (
            "The mail gave two different dates.",
            "No word on what to do with the old router.",
            "The link had expired.",
        ),
        MID: ("All there, but a long read.", "Would like the date in the subject line."),
        HIGH: (
            "Exactly what I needed to know, on one page.",
            "Clear date and clear steps.",
            "Easy, plugged in and done.",
        ),
    },
    "setup-guide": {
        LOW: (
            "The pictures show another router.",
            "Step four is missing.",
            "The guide never says which light should be green.",
        ),
        MID: ("Got there after two tries.", "Helpful, but made for bigger screens."),
        HIGH: (
            "Followed the steps and it worked.",
            "Good pictures, up and running in ten minutes.",
        ),
    },
    "setup-call": {
        LOW: (
            "Waited so long that I hung up the first time.",
            "Nobody rang back as promised.",
            "Music for twenty minutes on my day off.",
            "Gave up waiting twice before somebody answered.",
        ),
        MID: ("Good help once I got through.", "Long wait, kind agent."),
        HIGH: (
            "Rang me back within the hour, perfect.",
            "Patient with me and my old laptop.",
            "Up and running in one call.",
        ),
    },
    "engineer-visit": {
        LOW: (
            "Nobody came between eight and one as promised.",
            "Second visit cancelled by text on the morning.",
            "The engineer had no part for our socket and left.",
            "Took a day off work for nothing, no show.",
            "Came four hours late and was not told about the flat number.",
            "Appointment moved twice without asking me.",
        ),
        MID: ("Good work, but late.", "Works now, the hole in the wall is ugly."),
        HIGH: (
            "On time, tidy and it works.",
            "The engineer explained everything and tested every room.",
            "Came early, finished in an hour.",
            "Very careful with our old walls.",
        ),
    },
    "my-account": {
        LOW: (
            "Logged out every two minutes.",
            "My account was down all evening.",
            "Could not download the bill.",
            "The page kept spinning.",
        ),
        MID: ("Does the basics.", "Slow today, fine yesterday."),
        HIGH: (
            "Changed my package myself at midnight.",
            "All bills in one place.",
            "Quick and simple.",
        ),
    },
    "bill-mail": {
        LOW: (
            "Nobody can explain the part month on this bill.",
            "What is a service adjustment?",
            "Bill higher than agreed, no reason given.",
        ),
        MID: ("Readable, apart from the second page.", "Fine, but I had to look for the total."),
        HIGH: ("Every line made sense.", "Clear total and clear due date.", "Easy to check."),
    },
    "billing-call": {
        LOW: (
            "Promised a credit in May, still not on the bill.",
            "Passed on twice and told the same story three times.",
            "The agent could see the mistake but was not allowed to correct it.",
            "Needs a manager for every two pounds.",
        ),
        MID: ("Sorted, though I had to insist.", "Polite, but the rules are odd."),
        HIGH: (
            "Bill corrected while I was on the line.",
            "Explained my bill line by line.",
            "Credit applied at once, no argument.",
        ),
    },
    "ivr": {
        LOW: (
            "The menu explained my bill by telling me to look at my bill.",
            "Went round in circles with the router restart and then it hung up.",
            "No way to reach a person, I rang back three times.",
            "It did not understand me and then it hung up.",
            "Said my problem was solved. It was not, so I rang back.",
            "Since the new menu zero does not get you to anyone.",
            "Pressed two, two, two, always the same restart message.",
            "The menu keeps you busy until you give up.",
        ),
        MID: (
            "Fine for paying, useless for questions.",
            "Too many choices.",
            "Got there on the second try.",
        ),
        HIGH: (
            "Paid my bill in a minute.",
            "Line test told me what I needed to know.",
            "Quick, and no queue.",
        ),
    },
    "agent-call": {
        LOW: (
            "Fault came back the next morning.",
            "Had to tell the whole story again.",
            "The agent only read from a script.",
            "Promised a call that never came.",
            "Sent me through the same restart that the menu did.",
        ),
        MID: ("Helpful, but I had to wait.", "Half of it is fixed."),
        HIGH: (
            "Fixed while I was on the phone.",
            "Listened, understood, solved.",
            "Best help I have had from any company.",
            "Stayed on the line until the light went green.",
        ),
    },
    "chat": {
        LOW: (
            "Three chats at once, I could tell.",
            "Copy and paste answers.",
            "The chat closed before we were done.",
            "Told to ring instead.",
        ),
        MID: ("OK, a bit slow.", "Got an answer, not sure it is right."),
        HIGH: (
            "Solved in one chat while my tea was hot.",
            "She took the time and fixed it at once.",
            "Clear steps, no rush, done.",
            "One chat, one person, problem gone.",
        ),
    },
    "fault-form": {
        LOW: (
            "The form wants a fault code that nobody has.",
            "Gave up at the line number field and rang instead.",
            "Form refused my postcode, had to call.",
            "Filled it in and lost everything on the last step.",
            "No answer to the form, so I phoned.",
        ),
        MID: ("Works if you know the fault code.", "Took two goes."),
        HIGH: ("Reported and fixed by evening.", "Simple once you have the code."),
    },
    "help-pages": {
        LOW: (
            "All the answers are for the old router.",
            "Search finds nothing for my fault.",
            "Reads like a contract.",
        ),
        MID: ("Found it after some searching.", "Some pages are good."),
        HIGH: ("Found the answer at once.", "Good picture of the lights."),
    },
    "help-email": {
        LOW: (
            "Answered a question I had not asked.",
            "A week for two lines.",
            "Told me to ring.",
            "Automatic reply and then nothing.",
        ),
        MID: ("Right answer, slow.", "Had to write twice."),
        HIGH: (
            "Full answer the same day.",
            "Clear steps in plain words.",
            "Somebody read what I wrote.",
        ),
    },
    "repair-visit": {
        LOW: (
            "Worked for an hour, then dead again.",
            "The engineer had to come a second time.",
            "Left without testing upstairs.",
        ),
        MID: ("Mended, but not tidy.", "Good, if late."),
        HIGH: (
            "Mended at the first visit.",
            "Found the broken cable in minutes.",
            "Polite, quick, all working.",
        ),
    },
    "renewal-call": {
        LOW: (
            "New customers pay half of what I pay.",
            "Had to threaten to leave to get a fair price.",
            "Kept waiting, then cut off.",
        ),
        MID: ("Fair price in the end.", "Took longer than it should."),
        HIGH: (
            "Good offer without asking.",
            "Answered at once and no haggling.",
            "Renewed in four minutes.",
        ),
    },
    "renew-online": {
        LOW: (
            "Online offer is worse than on the phone.",
            "Punished for being loyal.",
            "I will look elsewhere next year.",
        ),
        MID: ("Fine, nothing special.", "Renewed, not thrilled with the price."),
        HIGH: (
            "Two clicks and a better price.",
            "Would recommend, it just works.",
            "Honest offer, simple renewal.",
        ),
    },
    "leave-call": {
        LOW: (
            "Passed from one person to the next to stop me leaving.",
            "Would not take no for an answer.",
            "Asked the same five questions twice.",
        ),
        MID: ("Let me go after three offers.", "Polite, but a long talk."),
        HIGH: ("Cancelled without a fight, thank you.", "Sorry to leave, they made it easy."),
    },
    "complaint": {
        LOW: (
            "Nobody owns my complaint.",
            "Four weeks and three names, no answer.",
            "Closed without asking me.",
        ),
        MID: ("An apology, no solution yet.", "Heard at last."),
        HIGH: ("Taken seriously and put right.", "One name, one number, solved."),
    },
}
TAILS = {
    LOW: (
        "",
        "",
        " Very disappointed.",
        " Second time this year.",
        " I am thinking of leaving.",
        " Not good enough.",
    ),
    MID: ("", "", " Could be better.", " All right otherwise."),
    HIGH: ("", "", " Thank you.", " Keep it up.", " Well done."),
}
PERSONAL = (
    " Call me on 07700 900{a:03d}.",
    " My number is +44 7700 900{a:03d}.",
    " Please write to jo.fell{b}@example.com.",
    " Mail me at r.dunn.{b}@example.org.",
)
