"""The words of denial of each language are found in plain prohibitions, and not where nothing is denied."""

from __future__ import annotations

import pytest

from pairs import check, glossary, language
from plainleaf.catalogues.checks.model import Pair
from plainleaf.catalogues.checks.wording import holds_negation
from plainleaf.findings import Place

PROHIBITIONS = {
    "cy": "Peidiwch â gyrru.",
    "pl": "Nie prowadź samochodu.",
    "ro": "Nu conduceți.",
    "pa": "ਗੱਡੀ ਨਾ ਚਲਾਓ।",
    "ur": "گاڑی نہ چلائیں۔",
    "bn": "গাড়ি চালাবেন না।",
    "gu": "વાહન ચલાવશો નહીં.",
    "hi": "गाड़ी न चलाएँ।",
    "mr": "गाडी चालवू नका.",
    "ta": "வாகனம் ஓட்டாதீர்கள்.",
    "ne": "गाडी नचलाउनुहोस्।",
    "ar": "لا تقُد السيارة.",
    "fa": "رانندگی نکنید.",
    "prs": "رانندگی نکنید.",
    "ps": "موټر مه چلوئ.",
    "ckb": "شۆفێری مەکە.",
    "so": "Ha wadin gaari.",
    "am": "መኪና አይንዱ።",
    "sq": "Mos i jepni makinës.",
    "tr": "Araç kullanmayın.",
    "uk": "Не керуйте автомобілем.",
    "ru": "Не водите машину.",
    "zh_Hans": "不要开车。",
    "zh_Hant": "不要開車。",
    "vi": "Đừng lái xe.",
    "ko": "운전하지 마십시오.",
    "ja": "運転しないでください。",
    "fil": "Huwag magmaneho.",
    "ht": "Pa kondui machin.",
    "es": "No conduzca.",
    "pt": "Não conduza.",
    "pt_BR": "Não dirija.",
    "fr": "Ne conduisez pas.",
    "it": "Non guidi.",
    "de": "Fahren Sie nicht Auto.",
    "lt": "Nevairuokite.",
    "bg": "Не шофирайте.",
    "hu": "Ne vezessen.",
    "el": "Μην οδηγείτε.",
    "th": "ห้ามขับรถ",
    "km": "កុំបើកបរ។",
    "he": "אל תנהגו.",
}

COMMANDS = {
    "cy": "Ffoniwch eich meddyg.",
    "pl": "Niektóre leki mogą wywołać senność, zadzwoń niezwłocznie do lekarza.",
    "ro": "Sunați la medicul dumneavoastră.",
    "pa": "ਆਪਣੇ ਡਾਕਟਰ ਨੂੰ ਫ਼ੋਨ ਕਰੋ।",
    "ur": "اپنے ڈاکٹر کو فون کریں۔",
    "bn": "আপনার ডাক্তারকে ফোন করুন, আপনি কেমন আছেন বলুন।",
    "gu": "તમારા ડૉક્ટરને ફોન કરો.",
    "hi": "अपने डॉक्टर या नर्स को फ़ोन करें।",
    "mr": "आपल्या डॉक्टर किंवा नर्सला फोन करा.",
    "ta": "உங்கள் மருத்துவரை அழைக்கவும்.",
    "ne": "आफ्नो डाक्टर वा नर्सलाई फोन गर्नुहोस्।",
    "ar": "اتصل بطبيبك إلا إذا تحسنت حالتك.",
    "fa": "اگر نیاز دارید با پزشک تماس بگیرید و نشانه‌ها را بنویسید.",
    "ps": "خپل ډاکټر ته زنګ ووهئ.",
    "ckb": "پەیوەندی بە پزیشکەکەتەوە بکە، بچۆ نەخۆشخانە.",
    "so": "La xiriir dhakhtarkaaga, wax kasta u sheeg.",
    "am": "ለሐኪምዎ ይደውሉ፣ አልኮልና አትክልት",
    "sq": "Telefononi mjekun tuaj.",
    "tr": "Siz doktorunuzun bunu okumasını isteyin.",
    "uk": "Негайно зателефонуйте лікарю.",
    "ru": "Немедленно позвоните врачу.",
    "zh_Hans": "请打电话给医生，如果非常困倦。",
    "zh_Hant": "請打電話給醫生，如果非常睏。",
    "vi": "Hãy gọi cho bác sĩ.",
    "ko": "의사에게 전화하십시오.",
    "ja": "必ず医師に電話してください。",
    "fil": "Tawagan ang inyong doktor.",
    "ht": "Rele doktè ou.",
    "es": "Llame a su médico; anote la hora.",
    "pt": "Ligue ao seu médico.",
    "fr": "Appelez votre médecin.",
    "it": "Chiami il suo medico.",
    "de": "Rufen Sie Ihre Ärztin an, die Nichte wartet.",
    "lt": "Nedelsdami skambinkite gydytojui, net jei jaučiatės gerai, nes tai svarbu.",
    "bg": "Незабавно се обадете на лекар.",
    "hu": "Hívja fel orvosát.",
    "el": "Καλέστε τον γιατρό σας.",
    "th": "โทรหาแพทย์ของคุณ",
    "km": "ទូរសព្ទទៅគ្រូពេទ្យ។",
    "he": "התקשרו אל הרופא.",
}


def denies(text: str, tag: str) -> bool:
    pair = Pair("a/b", Place("a.po"), "Do not drive.", text, language(tag), glossary(tag))
    return holds_negation(text, pair)


@pytest.mark.parametrize(("tag", "text"), PROHIBITIONS.items())
def test_do_not_drive_denies_in_every_language(tag: str, text: str) -> None:
    """The plainest prohibition of the leaflets."""
    assert denies(text, tag)
    assert [finding for finding in check("Do not drive.", text, tag, terms=()) if finding.code == "T104"] == []


@pytest.mark.parametrize(("tag", "text"), COMMANDS.items())
def test_call_your_doctor_denies_nothing(tag: str, text: str) -> None:
    """Nor do everyday words that look like a denial: “nurse” in Hindi, “hospital” in Kurdish, “very” in Chinese."""
    assert not denies(text, tag)
