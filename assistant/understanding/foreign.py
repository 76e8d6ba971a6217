"""Questions in a language that the built-in models do not read: that is said, in it and in English."""

from assistant.understanding.language import language_of

_READ = ("English", "French")  # French by a lexicon
_ENGLISH = "The built-in models read English only: ask in English, or configure a chat model."
_SAID = {
    "Arabic": "النماذج المدمجة تقرأ الإنجليزية فقط: اسأل بالإنجليزية أو اضبط نموذج محادثة.",
    "Chinese": "内置模型只能读英文：请用英文提问，或配置一个聊天模型。",
    "Czech": "Vestavěné modely čtou jen anglicky: zeptejte se anglicky, nebo nastavte chatovací model.",
    "Danish": "De indbyggede modeller læser kun engelsk: spørg på engelsk, eller opsæt en chatmodel.",
    "Dutch": "De ingebouwde modellen lezen alleen Engels: vraag in het Engels of stel een chatmodel in.",
    "Finnish": "Sisäänrakennetut mallit lukevat vain englantia: kysy englanniksi tai ota käyttöön keskustelumalli.",
    "German": "Die eingebauten Modelle lesen nur Englisch: fragen Sie auf Englisch oder verbinden Sie ein Chatmodell.",
    "Greek": "Τα ενσωματωμένα μοντέλα διαβάζουν μόνο αγγλικά: ρωτήστε στα αγγλικά ή ορίστε ένα μοντέλο συνομιλίας.",
    "Hungarian": "A beépített modellek csak angolul olvasnak: kérdezzen angolul, vagy állítson be csevegőmodellt.",
    "Indonesian": "Model bawaan hanya membaca bahasa Inggris: tanyakan dalam bahasa Inggris atau atur model obrolan.",
    "Italian": "I modelli integrati leggono solo l'inglese: chieda in inglese o configuri un modello di chat.",
    "Japanese": "組み込みのモデルは英語しか読めません。英語で質問するか、チャットモデルを設定してください。",
    "Korean": "내장 모델은 영어만 읽습니다. 영어로 질문하거나 채팅 모델을 설정하세요.",
    "Norwegian": "De innebygde modellene leser bare engelsk: spør på engelsk, eller sett opp en chatmodell.",
    "Polish": "Wbudowane modele czytają tylko po angielsku: zapytaj po angielsku albo skonfiguruj model czatu.",
    "Portuguese": "Os modelos embutidos só leem inglês: pergunte em inglês ou configure um modelo de chat.",
    "Romanian": "Modelele incluse citesc doar engleza: întrebați în engleză sau configurați un model de chat.",
    "Russian": "Встроенные модели читают только по-английски: спросите по-английски или подключите чат-модель.",
    "Spanish": "Los modelos integrados solo leen inglés: pregunte en inglés o configure un modelo de chat.",
    "Swedish": "De inbyggda modellerna läser bara engelska: fråga på engelska eller ställ in en chattmodell.",
    "Turkish": "Yerleşik modeller yalnızca İngilizce okur: İngilizce sorun ya da bir sohbet modeli ayarlayın.",
    "Ukrainian": "Вбудовані моделі читають лише англійською: запитайте англійською або підключіть чат-модель.",
    "Vietnamese": "Các mô hình có sẵn chỉ đọc tiếng Anh: hãy hỏi bằng tiếng Anh hoặc cài đặt một mô hình trò chuyện.",
}
_BY_WORDS = (
    "Votre question est cherchée en anglais, mot à mot : s'il manque quelque chose, posez-la en anglais. "
    "(French is searched word by word, which finds less: ask in English, or configure a chat model.)"
)


def unread_language(question: str) -> str:
    """The language of a question that the built-in models do not read; "" for one that they do."""
    language = language_of(question)
    return "" if language in (None, *_READ) else language or ""


def said_in(language: str) -> str:
    """That only English is read, in that language where it is known here, then in English."""
    own = _SAID.get(language)
    return f"{own}\n{_ENGLISH}" if own else _ENGLISH


def notes_on(question: str) -> tuple[str, ...]:
    """How a question is read that is only half read."""
    return (_BY_WORDS,) if language_of(question) == "French" else ()
