// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/internal/cleaner.h"
#include "core/deidentification/internal/dummy_values.h"

#include <algorithm>
#include <array>

// What happens to attributes that the table does not list.

namespace ccad {

namespace {

constexpr quint32 charsetTag = 0x00080005;
constexpr quint32 numericValueTag = 0x0040A30A;
constexpr quint32 floatingValueTag = 0x0040A161;

/// Code Value, Coding Scheme Designator and Version, Code Meaning, Long Code Value, context group.
constexpr std::array<quint32, 7> codeTags
    = {0x00080100, 0x00080102, 0x00080103, 0x00080104, 0x0008010F, 0x00080119, 0x00080105};

/// UIDs of definitions, not of anybody's objects: SOP classes, coding schemes, context groups,
/// mapping resources.
constexpr std::array<quint32, 11> definitionTags
    = {0x00080016, 0x0008001A, 0x0008001B, 0x00080062, 0x0008010C, 0x00080117,
       0x00080118, 0x00081150, 0x0008115A, 0x00020010, 0x0008010D};

/// Manufacturer, model, software and protocol versions, kernels: full of digits that are no
/// telephone numbers.
constexpr std::array<quint32, 6> technicalTags
    = {0x00080070, 0x00081090, 0x00181019, 0x00181020, 0x00181210, 0x00189316};

template <std::size_t n> bool holds(const std::array<quint32, n>& tags, quint32 tag)
{
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

bool isPrintable(const QByteArray& bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 || c == '\r' || c == '\n' || c == '\t'
            || c == '\0';
    });
}

} // namespace

bool Cleaner::screen(DataElement& element, const Neighbours& around, const Scope& scope)
{
    const QByteArray& vr = element.vr;
    if (vr == "SQ") {
        cleanItems(element, scope, scope.rule);
        return true;
    }
    if (vr == "UI") {
        const bool isKept
            = holds(definitionTags, element.tag) || m_plan.options.testFlag(DeidOption::RetainUids);
        if (!isKept)
            replaceUids(element);
        return true;
    }
    if (scope.rule == TextRule::Kept || element.tag == charsetTag)
        return keep(element, scope);
    if (scope.rule == TextRule::Replaced && element.tag == floatingValueTag)
        return false;
    if (scope.rule == TextRule::Replaced && element.tag == numericValueTag) {
        element.value = dummyValue(vr);
        return true;
    }
    if (vr == "CS" || vr == "DS" || vr == "IS" || vr == "AS") {
        const QString text = QString::fromLatin1(element.value);
        if (fitsVr(element.value, vr) && !m_words.hasWord(text))
            return true;
        vr == "CS" ? setText(element, m_words.cleaned(text).left(16)) : element.value.clear();
        return true;
    }
    if (vr == "UR" || vr == "PN" || vr == "AE") {
        element.value.clear();
        return true;
    }
    if (vr == "LO" || vr == "LT" || vr == "SH" || vr == "ST" || vr == "UC" || vr == "UT")
        return screenText(element, around, scope);
    return screenBulk(element, scope);
}

bool Cleaner::screenText(DataElement& element, const Neighbours& around, const Scope& scope)
{
    const QString text = scope.decoder.decode(element.value, element.vr.toStdString());
    const bool isCode = holds(codeTags, element.tag);
    const bool mayStay = (isCode && around.isPublicCode) || scope.rule == TextRule::Screened;
    const bool isTechnical = isCode || holds(technicalTags, element.tag);
    const bool isTelling = isTechnical ? m_words.hasWord(text) : m_words.isIn(text);
    if (mayStay && !isTelling)
        return true;
    if (scope.rule == TextRule::Replaced) {
        element.value = dummyValue(element.vr);
        return true;
    }
    setText(element, m_words.cleaned(text));
    // A code needs its parts, and a part that is empty is worse than none.
    if (isCode && element.value.isEmpty())
        element.value = dummyValue(element.vr);
    return true;
}

/// Bulk data and numbers; text among them, as writers of unknown VRs leave it, is judged as text.
bool Cleaner::screenBulk(DataElement& element, const Scope& scope)
{
    constexpr quint32 pixelGroup = 0x7FE0;
    if (element.tag >> 16 == pixelGroup)
        return true;
    const QByteArray lowered = element.value.toLower();
    const auto isHeld
        = [&](const IdentityWords::Needle& needle) { return placeOf(needle, lowered) >= 0; };
    if (std::any_of(m_words.needles().begin(), m_words.needles().end(), isHeld))
        return false;
    const bool isText = (element.vr == "UN" || element.vr == "OB") && isPrintable(element.value);
    return !isText || !m_words.isIn(scope.decoder.decode(element.value, "LT"));
}

} // namespace ccad
