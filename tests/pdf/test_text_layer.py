"""What is written can be read back, in the order it was written, by four readers that know nothing of us."""

from __future__ import annotations

from pathlib import Path

import pytest
from handmade import set_page, set_sentences

from plainleaf.layout.model import Node
from plainleaf.pdf import write_pdf
from readers import clean, read_with_all

NUMBER = "\u20660800 198 5000\u2069"
RTL = {
    "ar": ("Vazirmatn", "Arab", [
        "تناول قرصًا واحدًا (10 mg) كل صباح مع كوب من الماء.",
        f"اتصل بالرقم {NUMBER} فورًا إذا شعرت بألم شديد.",
        "يُحفظ في درجة حرارة أقل من 25 °C، بعيدًا عن الضوء!",
    ]),
    "fa": ("Vazirmatn", "Arab", [
        "هر روز صبح یک قرص (10 mg) با یک لیوان آب بخورید.",
        f"فوراً با شمارهٔ {NUMBER} تماس بگیرید، اگر درد شدید دارید.",
        "از هر ۱۰ نفر ۱ نفر سردرد (خفیف) می‌گیرد.",
    ]),
    "he": ("NotoSansHebrew", "Hebr", [
        "יש ליטול טבלייה אחת (10 mg) בכל בוקר עם כוס מים.",
        f"התקשרו למספר {NUMBER} מיד אם אתם חשים כאב חזק.",
        "יש לשמור מתחת ל-25 °C באריזה המקורית, הרחק מאור.",
    ]),
    "ur": ("NotoNastaliqUrdu", "Arab", [
        "ہر روز صبح ایک گولی (10 mg) ایک گلاس پانی کے ساتھ لیں۔",
        f"فوراً {NUMBER} پر کال کریں، اگر شدید درد ہو۔",
        "10 میں سے 1 شخص کو سر درد (ہلکا) ہوتا ہے۔",
    ]),
}  # fmt: skip
COMPLEX = {
    "hi": ("NotoSansDevanagari", "Deva", ["अपनी दवा हर सुबह एक गिलास पानी के साथ लें।", "गंभीर दर्द होने पर तुरंत संपर्क करें।"]),
    "bn": ("NotoSansBengali", "Beng", ["প্রতিদিন সকালে এক গ্লাস পানির সাথে ওষুধ খান।", "শ্বাসকষ্ট হলে দ্রুত সাহায্য নিন।"]),
    "ta": ("NotoSansTamil", "Taml", ["மருத்துவரிடம் கேட்காமல் நிறுத்த வேண்டாம்.", "கொடுக்கப்பட்ட மருந்தை உட்கொள்ளவும்."]),
    "km": ("NotoSansKhmer", "Khmr", ["កុំឈប់ប្រើថ្នាំដោយមិនសួរវេជ្ជបណ្ឌិត។", "លេបថ្នាំមួយគ្រាប់រៀងរាល់ព្រឹក។"]),
    "my": ("NotoSansMyanmar", "Mymr", ["ဆရာဝန်ကို မမေးဘဲ ဆေးမရပ်ပါနှင့်။"]),
    "th": ("NotoSansThaiLooped", "Thai", ["หากเจ็บหน้าอกหรือหายใจลำบาก ให้ไปโรงพยาบาลทันที", "น้ำที่ผู้ป่วยดื่ม"]),
}  # fmt: skip


@pytest.mark.parametrize("language", RTL)
def test_right_to_left_sentences_read_back_verbatim(language: str, tmp_path: Path) -> None:
    """Brackets, units, isolated numbers and marks come back in order from every reader."""
    family, script, sentences = RTL[language]
    pdf = write_pdf(set_sentences(family, language, sentences, rtl=True, script=script))
    for reader, text in read_with_all(pdf, tmp_path / "a.pdf").items():
        assert [s for s in sentences if clean(s) not in text] == [], reader


@pytest.mark.parametrize("language", COMPLEX)
def test_complex_clusters_read_back_verbatim(language: str, tmp_path: Path) -> None:
    """A composite glyph stands for its whole cluster."""
    family, script, sentences = COMPLEX[language]
    pdf = write_pdf(set_sentences(family, language, sentences, rtl=False, script=script))
    for reader, text in read_with_all(pdf, tmp_path / "a.pdf").items():
        assert [s for s in sentences if clean(s) not in text] == [], reader


def test_a_name_in_its_own_element_stays_before_its_dose(tmp_path: Path) -> None:
    """One Latin stretch is anchored as a whole though the structure element changes inside it."""
    name, before, after = Node("Span", lang="en"), Node("Span"), Node("Span")
    root = Node("Document", (Node("P", (before, name, after)),), lang="he")
    pieces = [("עלון זה מסביר כיצד ליטול \u2066", before), ("amlodipine", name), (" 10 mg\u2069 בכל יום.", after)]
    texts = read_with_all(
        write_pdf(set_page("NotoSansHebrew", [pieces], root, rtl=True, script="Hebr")), tmp_path / "a.pdf"
    )
    whole = clean("".join(text for text, _ in pieces))
    assert {reader: whole in text for reader, text in texts.items()} == dict.fromkeys(texts, True)
