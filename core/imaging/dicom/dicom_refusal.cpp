// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_refusal.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcuid.h>

#include <algorithm>
#include <array>
#include <string_view>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

using Named = std::pair<std::u16string_view, std::u16string_view>;

/// Modalities of PS3.3 C.7.3.1.1.1 that are no projection radiographs of the body.
constexpr std::array<Named, 60> otherModalities = {{
    {u"AR", u"autorefraction"},
    {u"ASMT", u"a content assessment"},
    {u"AU", u"audio"},
    {u"BI", u"biomagnetic imaging"},
    {u"BMD", u"bone densitometry"},
    {u"CD", u"colour flow Doppler"},
    {u"CT", u"computed tomography"},
    {u"DD", u"duplex Doppler"},
    {u"DG", u"diaphanography"},
    {u"DMS", u"dermoscopy"},
    {u"DOC", u"a document"},
    {u"ECG", u"an electrocardiogram"},
    {u"EEG", u"an electroencephalogram"},
    {u"EMG", u"an electromyogram"},
    {u"EPS", u"cardiac electrophysiology"},
    {u"ES", u"endoscopy"},
    {u"FA", u"fundus angiography"},
    {u"FID", u"fiducials"},
    {u"FS", u"fundoscopy"},
    {u"GM", u"general microscopy"},
    {u"HC", u"a hard copy"},
    {u"HD", u"a haemodynamic waveform"},
    {u"IO", u"intra-oral radiography"},
    {u"IVOCT", u"intravascular optical coherence tomography"},
    {u"IVUS", u"intravascular ultrasound"},
    {u"KER", u"keratometry"},
    {u"KO", u"a key object selection"},
    {u"LS", u"a laser surface scan"},
    {u"MG", u"mammography"},
    {u"MR", u"magnetic resonance"},
    {u"NM", u"nuclear medicine"},
    {u"OAM", u"ophthalmic axial measurements"},
    {u"OCT", u"optical coherence tomography"},
    {u"OP", u"ophthalmic photography"},
    {u"OPM", u"ophthalmic mapping"},
    {u"OPT", u"ophthalmic tomography"},
    {u"OPTENF", u"ophthalmic tomography"},
    {u"OPV", u"an ophthalmic visual field"},
    {u"OSS", u"an optical surface scan"},
    {u"PLAN", u"a plan"},
    {u"PR", u"a presentation state"},
    {u"PT", u"positron emission tomography"},
    {u"PX", u"panoramic dental radiography"},
    {u"REG", u"a registration"},
    {u"RESP", u"a respiratory waveform"},
    {u"RF", u"radiofluoroscopy"},
    {u"RTDOSE", u"a radiotherapy dose"},
    {u"RTIMAGE", u"a radiotherapy image"},
    {u"RTPLAN", u"a radiotherapy plan"},
    {u"RTRECORD", u"a radiotherapy treatment record"},
    {u"RTSTRUCT", u"a radiotherapy structure set"},
    {u"SEG", u"a segmentation"},
    {u"SM", u"slide microscopy"},
    {u"SMR", u"a stereometric relationship"},
    {u"SR", u"a structured report"},
    {u"ST", u"single photon emission computed tomography"},
    {u"TG", u"thermography"},
    {u"US", u"ultrasound"},
    {u"XA", u"X-ray angiography"},
    {u"XC", u"a photograph"},
}};

/// Words that place a picture in the chest, in the languages that vendors' consoles speak.
constexpr std::array<std::u16string_view, 9> chestWords
    = {u"CHEST", u"THORA", u"TORAX", u"TORACE", u"TÓRAX", u"LUNG", u"PULMO", u"RIB", u"CHST"};

/// Body parts of PS3.16 Annex L (and common spellings) outside the chest, as begins of words.
constexpr std::array<std::u16string_view, 58> otherParts = {
    u"ABDOM",   u"ANKLE", u"ANUS",   u"ARM",     u"BLADDER",  u"BRAIN",   u"BREAST",
    u"BUTTOCK", u"CALF",  u"CALCAN", u"CAROTID", u"CERVIX",   u"CHEEK",   u"CLAVIC",
    u"COCCYX",  u"COLON", u"CSPINE", u"CTSPINE", u"CERVICAL", u"ELBOW",   u"ESOPH",
    u"EXTREM",  u"EYE",   u"FACE",   u"FEMUR",   u"FINGER",   u"FOOT",    u"FOREARM",
    u"HAND",    u"HEAD",  u"HEEL",   u"HIP",     u"HUMER",    u"JAW",     u"KIDNEY",
    u"KNEE",    u"LEG",   u"LIVER",  u"LSPINE",  u"LUMBAR",   u"MANDIB",  u"MAXILLA",
    u"NECK",    u"NOSE",  u"ORBIT",  u"PATELLA", u"PELVI",    u"SACR",    u"SHOULDER",
    u"SIJ",     u"SINUS", u"SKULL",  u"SPINE",   u"SSPINE",   u"STERNUM", u"TEETH",
    u"THIGH",   u"TIBIA",
};

constexpr std::array<std::u16string_view, 10> moreParts
    = {u"TOE",       u"TSPINE",     u"TOOTH", u"ULNA",   u"UTERUS",
       u"WHOLEBODY", u"WHOLE BODY", u"WRIST", u"RADIUS", u"ZYGOMA"};

QString quoted(std::u16string_view text)
{
    return QString::fromUtf16(text.data(), static_cast<qsizetype>(text.size()));
}

template <std::size_t n>
bool beginsOne(const std::array<std::u16string_view, n>& words, const QString& part)
{
    return std::any_of(words.begin(), words.end(),
                       [&](std::u16string_view word) { return part.startsWith(quoted(word)); });
}

const Named* findModality(const QString& modality)
{
    const auto it
        = std::find_if(otherModalities.begin(), otherModalities.end(),
                       [&](const Named& named) { return quoted(named.first) == modality; });
    return it == otherModalities.end() ? nullptr : &*it;
}

bool isChest(const QString& part)
{
    return std::any_of(chestWords.begin(), chestWords.end(),
                       [&](std::u16string_view word) { return part.contains(quoted(word)); });
}

bool isElsewhere(const QString& part)
{
    // "THORACIC SPINE" is a spine.
    if (part.contains(u"SPINE"_s))
        return true;
    return !isChest(part) && (beginsOne(otherParts, part) || beginsOne(moreParts, part));
}

/// "MR" of "Enhanced MR Image Storage"; DCMTK marks kinds of it by letters behind the modality.
QString modalityOfClass(const QString& sopClassUid)
{
    return QString::fromLatin1(dcmSOPClassUIDToModality(sopClassUid.toLatin1().constData(), ""))
        .left(2);
}

} // namespace

std::optional<QString> refusalByTags(const QString& modality, const QString& bodyPart,
                                     const QString& sopClassUid)
{
    const bool isOpen = modality.isEmpty() || modality == u"OT";
    const QString known = isOpen ? modalityOfClass(sopClassUid) : modality;
    if (const Named* named = findModality(known))
        return u"Its tags say %1 (%2), not a chest radiograph."_s.arg(quoted(named->second), known);
    if (isElsewhere(bodyPart))
        return u"Its tags name the body part %1, not the chest."_s.arg(bodyPart);
    return std::nullopt;
}

std::optional<QString> describeWithoutPicture(const QString& modality, const QString& sopClassUid)
{
    if (const Named* named = findModality(modality))
        return u"%1 (%2)"_s.arg(quoted(named->second), modality);
    if (sopClassUid.isEmpty())
        return std::nullopt;
    const char* name = dcmFindNameOfUID(sopClassUid.toLatin1().constData(), nullptr);
    return name ? u"an object of the class %1"_s.arg(QString::fromLatin1(name))
                : u"an object of the unknown class %1"_s.arg(sopClassUid);
}

} // namespace ccad::imaging
