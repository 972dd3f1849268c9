// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/film_values.h"

#include "core/results/internal/dicom_values.h"

#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr quint32 patientSex = 0x00100040;

/// Modules Patient, Patient Study and General Study (PS3.3 C.7.1.1, C.7.2.2, C.7.2.1), without the
/// attributes for animals, sequences, and what only its own system understands.
constexpr std::array<CopiedTag, 31> tags = {{
    {0x00080020, "DA", true, false}, // Study Date
    {0x00080030, "TM", true, false}, // Study Time
    {0x00080050, "SH", true, false}, // Accession Number
    {0x00080090, "PN", true, false}, // Referring Physician's Name
    {0x00081030, "LO", false, false}, // Study Description
    {0x00081048, "PN", false, true}, // Physician(s) of Record
    {0x00081060, "PN", false, true}, // Name of Physician(s) Reading Study
    {0x00081080, "LO", false, true}, // Admitting Diagnoses Description
    {0x00100010, "PN", true, false}, // Patient's Name
    {0x00100020, "LO", true, false}, // Patient ID
    {0x00100021, "LO", false, false}, // Issuer of Patient ID
    {0x00100022, "CS", false, false}, // Type of Patient ID
    {0x00100030, "DA", true, false}, // Patient's Birth Date
    {0x00100032, "TM", false, false}, // Patient's Birth Time
    {patientSex, "CS", true, false}, // Patient's Sex
    {0x00101001, "PN", false, true}, // Other Patient Names
    {0x00101010, "AS", false, false}, // Patient's Age
    {0x00101020, "DS", false, false}, // Patient's Size
    {0x00101030, "DS", false, false}, // Patient's Weight
    {0x00102110, "LO", false, true}, // Allergies
    {0x00102160, "SH", false, false}, // Ethnic Group
    {0x00102180, "SH", false, false}, // Occupation
    {0x001021B0, "LT", false, false}, // Additional Patient History
    {0x00104000, "LT", false, false}, // Patient Comments
    {0x00120062, "CS", false, false}, // Patient Identity Removed
    {0x00120063, "LO", false, true}, // De-identification Method
    {0x00200010, "SH", true, false}, // Study ID
    {0x00280303, "CS", false, false}, // Longitudinal Temporal Information Modified
    {0x00321066, "LO", false, false}, // Reason for Visit
    {0x00380010, "LO", false, false}, // Admission ID
    {0x00380062, "LO", false, false}, // Service Episode Description
}};

bool hasForm(const QString& text, const char* form)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(QString::fromLatin1(form)))
        .match(text)
        .hasMatch();
}

QString dateValue(QString text)
{
    text.remove(u'.'); // ACR-NEMA wrote dots between the parts
    return QDate::fromString(text, u"yyyyMMdd"_s).isValid() ? text : QString();
}

QString timeValue(QString text)
{
    text.remove(u':');
    return hasForm(text, "([01]\\d|2[0-3])([0-5]\\d(([0-5]\\d|60)(\\.\\d{1,6})?)?)?") ? text
                                                                                      : QString();
}

} // namespace

std::span<const CopiedTag> copiedTags()
{
    return tags;
}

QString validValue(const QString& text, const QByteArray& vr)
{
    const QString value = fitted(text, vr);
    if (vr == "DA")
        return dateValue(text.trimmed());
    if (vr == "TM")
        return timeValue(text.trimmed());
    if (vr == "AS")
        return hasForm(value, "\\d{3}[DWMY]") ? value : QString();
    if (vr == "DS")
        return hasForm(value, "[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?") ? value : QString();
    if (vr == "IS")
        return hasForm(value, "[+-]?\\d+") ? value : QString();
    if (vr == "CS")
        return hasForm(value, "[A-Z0-9_ ]*") ? value : QString();
    return value;
}

std::vector<CopiedValue> copiedValues(const std::function<QString(quint32 tag)>& textOf)
{
    std::vector<CopiedValue> values;
    for (const CopiedTag& copied : tags) {
        const QString text = textOf(copied.tag);
        QStringList parts;
        for (const QString& part : copied.several ? text.split(u'\\') : QStringList{text})
            parts << validValue(part, copied.vr);
        QString value = parts.join(u'\\');
        if (copied.tag == patientSex && value != u"M" && value != u"F" && value != u"O")
            value.clear();
        const bool isEmpty = parts.join(QString()).isEmpty() || value.isEmpty();
        if (copied.always || !isEmpty)
            values.push_back({copied.tag, copied.vr, isEmpty ? QString() : value});
    }
    return values;
}

bool isUid(const QString& text)
{
    constexpr qsizetype longest = 64;
    return text.size() <= longest && hasForm(text, "(0|[1-9]\\d*)(\\.(0|[1-9]\\d*))*");
}

} // namespace ccad::results
