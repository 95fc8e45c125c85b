"""What tells languages of one script apart: the words that every text is full of, letters of its own, endings."""

from __future__ import annotations

from collections.abc import Mapping

from harness.checks.text import listed

__all__ = ["ENDINGS", "FUNCTION_WORDS", "LANGUAGES", "LETTERS", "SCRIPTS"]

LANGUAGES: Mapping[str, str] = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "gu": "Gujarati",
    "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "kn": "Kannada", "ko": "Korean", "ml": "Malayalam",
    "mr": "Marathi", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip

SCRIPTS: Mapping[str, str] = {
    **dict.fromkeys(listed("cs da de en es fi fr hu id it nl no pl pt ro sv sw tr vi"), "Latin"),
    **dict.fromkeys(listed("bg kk ru uk"), "Cyrillic"),
    **dict.fromkeys(listed("hi mr ne"), "Devanagari"),
    **dict.fromkeys(listed("ar fa ur"), "Arabic"),
    "bn": "Bengali", "el": "Greek", "gu": "Gujarati", "he": "Hebrew", "hy": "Armenian", "ja": "Kana", "ka": "Georgian",
    "kn": "Kannada", "ko": "Hangul", "ml": "Malayalam", "pa": "Gurmukhi", "ta": "Tamil", "te": "Telugu", "th": "Thai",
    "zh": "Han",
}  # fmt: skip

FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "en": listed(
        "the a an and or of to in on for with is are was were be been you your we our it its this that not can will "
        "have has do does if from at by as but they i my me he she his her there no yes please"
    ),
    "de": listed(
        "der die das und oder ist sind nicht ein eine einen sie wir ich mit für auf von zu im den dem ihre ihr bitte "
        "des einer eines als auch sich wird werden kann wie aber aus bei nach dass wenn es er hat haben zum zur"
    ),
    "fr": listed(
        "le la les un une des et ou est sont ne pas vous nous je avec pour sur dans du au votre vos ce cette il elle "
        "de en que qui plus par aux son ses leur mais être été comme"
    ),
    "es": listed(
        "el la los las un una unos y o es son no usted nosotros yo con para por en de del su sus este esta que se "
        "como pero más lo al le está muy también cuando ha"
    ),
    "it": listed(
        "il lo la gli i le un una e o è sono non voi noi io con per su in di del della che si il vostro questo "
        "dei delle nel nella da al alla anche come più ma ha ho essere questa"
    ),
    "pt": listed(
        "o a os as um uma e ou é são não você nós eu com para por em de do da seu sua este esta que se "
        "dos das no na mais como mas ao pelo pela também foi isso nos"
    ),
    "nl": listed(
        "de het een en of is zijn niet u wij ik met voor op van te in uw dit dat "
        "maar ook als aan er bij door naar wordt heeft deze kunt je"
    ),
    "pl": listed(
        "i lub jest są nie ty my ja z dla na w do od się to że jak czy oraz po przez który która co tym ale jego ich"
    ),
    "cs": listed("a je jsou do se na v ve že nebo pro jako ale by který která jsem při od až tak také není mezi však"),
    "sv": listed("och att det som en ett är inte på för med av den till jag du har kan om från eller vi vara deras"),
    "da": listed("og at det som en et er ikke på for med af den til jeg du har kan om fra eller vi være deres hvor"),
    "no": listed("og å det som en et er ikke på for med av den til jeg du har kan om fra eller vi være deres hvor"),
    "fi": listed(
        "ja on ei se että oli ovat mutta tai kun myös hän minä sinä joka jos niin kuin ole voi tämä ovat mitä sen "
        "ne olen olla hänen joten koska"
    ),
    "hu": listed("a az és hogy nem is egy van ez vagy mint csak meg de ha volt lesz ezt azt még már kell amely"),
    "ro": listed("și de la în cu nu este sunt pe un o care să din mai pentru sau că ce se au fost acest această"),
    "tr": listed("ve bir bu için ile de da olarak çok daha gibi olan ama ne her var değil mi en kadar sonra veya"),
    "vi": listed(
        "và của là có không được trong một những cho với các tôi bạn này đã để người như từ khi về ra trên cũng đến nó"
    ),
    "sw": listed("na ya wa kwa ni katika la za kama hii yake huu cha si au pia hiyo ambayo kuwa yangu sana lakini"),
    "id": listed("dan yang di itu dengan untuk dari ini dalam tidak adalah pada akan ke juga atau saya anda bisa oleh"),
    "ru": listed(
        "и в не на что с по для от к из у за вы ваш вам мы наш нас это как если можно до или но да нет при я он она "
        "они так его ее её же бы уже только также"
    ),
    "bg": listed(
        "са ще се е това който която което или със към при ни ли без още вие може ако моля на да от за и не в с"
    ),
    "uk": listed("та що не на для від із за ви ваш ми наш це як якщо можна або але так ні при вам і в з у до є"),
    "kk": listed("және мен бұл бар үшін болып де да емес бір деп жоқ сіз біз қалай осы"),
    "hi": listed("है हैं का की के में से को और नहीं यह कि पर ने हो एक था थे थी कर भी जो तो इस लिए साथ अपने या वह मैं"),
    "mr": listed("आहे आहेत आणि मध्ये नाही हे ती होते होता होती करून केले साठी पण त्या मी तुम्ही असते आपण त्याच्या या हा ही"),
    "ne": listed("छ छन् हुन् र हो यो पनि छैन थियो थिए तथा हुन्छ तपाईं गर्न गरेको भएको बाट लागि गरी भने मा को म हामी"),
    "ar": listed("في من على إلى أن هذا هذه التي الذي لا ما مع كان عن أو هو هي كل بعد ذلك قد لم هل يمكن"),
    "fa": listed("و در به از که این است را با برای می شود آن یک های نیست هر بود من شما خود ما کرد هم تا یا بر"),
    "ur": listed("ہے ہیں کا کی کے میں سے کو اور نہیں یہ کہ پر نے ایک تھا تھے تھی کر بھی جو تو اس لیے ہو وہ آپ"),
}  # fmt: skip

LETTERS: Mapping[str, str] = {
    "de": "äöüß", "fr": "çœêèàùëîâô", "es": "ñ¿¡áóíú", "it": "àèìòù", "pt": "ãõçáâêô", "pl": "łśźżńąęć",
    "cs": "ěřůčšžýťď", "sv": "åäö", "da": "åæø", "no": "åæø", "fi": "äö", "hu": "őűéáöü", "ro": "țșşţăâ",
    "tr": "ğışİç", "vi": "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹôêáàíóòúừ",
    "bg": "ъщ", "uk": "іїєґ", "kk": "әғқңөұүһі",
    "ru": "ыэё", "mr": "ळ", "ar": "ةيكىأإ", "fa": "پچژگکی", "ur": "ٹڈڑےںہھ",
}  # fmt: skip
"""Letters that speak for a language among those of its script; some speak for several."""

ENDINGS: Mapping[str, tuple[str, ...]] = {
    "mr": ("च्या", "मध्ये", "साठी", "ाने", "ांना", "ाला", "ाचे", "ाची", "ाचा"),
    "ne": ("लाई", "हरू", "हरु", "को", "का", "मा", "ले", "एको", "छन्", "न्छ"),
    "fi": ("ssa", "ssä", "sta", "stä", "lla", "llä", "ksi", "vat", "vät"),
    "tr": ("lar", "ler", "ların", "lerin", "yor", "dır", "dir"),
    "sw": ("ika", "isha", "wa", "ji"),
}
