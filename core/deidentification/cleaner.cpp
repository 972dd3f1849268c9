// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/internal/cleaner.h"

#include "core/deidentification/internal/dummy_values.h"
#include "core/deidentification/internal/moved_dates.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr quint32 charsetTag = 0x00080005;
constexpr quint32 timezoneTag = 0x00080201;
constexpr quint32 patientNameTag = 0x00100010;
constexpr quint32 patientIdTag = 0x00100020;

bool isOneOf(const QByteArray& vr, QByteArrayView list)
{
    return vr.size() == 2 && list.contains(vr);
}

/// Coding schemes whose words are the same for everybody (PS3.16 8).
constexpr std::array<QByteArrayView, 14> publicSchemes
    = {"DCM", "SCT", "SRT",  "SNM3",       "LN",  "UCUM",  "RADLEX",
       "FMA", "BI",  "UMLS", "RADELEMENT", "I10", "ICD10", "ACR"};

bool isPublicScheme(const QByteArray& scheme)
{
    return std::find(publicSchemes.begin(), publicSchemes.end(), QByteArrayView(scheme.toUpper()))
        != publicSchemes.end();
}

bool isFreeText(const QByteArray& vr)
{
    return isOneOf(vr, "LO LT SH ST UC UT");
}

bool isPrivateCreator(quint32 tag)
{
    return tag >> 16 & 1 && (tag & 0xFFFF) >= 0x10 && (tag & 0xFFFF) <= 0xFF;
}

} // namespace

Cleaner::Cleaner(const CleaningPlan& plan, const IdentityWords& words)
    : m_plan(plan), m_words(words), m_days(plan.pseudonyms->daysToMove(plan.patient))
{
}

Cleaner::Neighbours::Neighbours(const DataItem& item)
{
    constexpr quint32 schemeTag = 0x00080102;
    isPublicCode = isPublicScheme(valueOf(item, schemeTag));
    for (const DataElement& element : item.elements)
        if (isPrivateCreator(element.tag))
            creators.emplace(element.tag, trimmedValue(element.value));
}

QByteArray Cleaner::Neighbours::creatorOf(quint32 tag) const
{
    const auto it = creators.find((tag & 0xFFFF0000) | (tag >> 8 & 0xFF));
    return it == creators.end() ? QByteArray() : it->second;
}

void Cleaner::clean(DataItem& dataset)
{
    const imaging::TextDecoder ascii;
    cleanItem(dataset, {ascii, TextRule::Screened, false});
}

void Cleaner::cleanItem(DataItem& item, const Scope& scope)
{
    const DataElement* charset = item.find(charsetTag);
    const imaging::TextDecoder own(charset ? charset->value : QByteArray());
    const Scope here{charset ? own : scope.decoder, scope.rule, scope.isNested};
    // A code's meaning is judged by its coding scheme, as it was.
    const Neighbours around(item);
    std::vector<DataElement> kept;
    for (DataElement& element : item.elements)
        if (isPrivateCreator(element.tag) || apply(element, around, here))
            kept.push_back(std::move(element));
    item.elements = std::move(kept);
    cleanPrivate(item);
}

/// A private creator stays with the elements of its block alone.
void Cleaner::cleanPrivate(DataItem& item) const
{
    const auto hasBlock = [&](quint32 creator) {
        return std::any_of(item.elements.begin(), item.elements.end(), [&](const DataElement& e) {
            return e.tag >> 16 == creator >> 16 && (e.tag & 0xFFFF) >> 8 == (creator & 0xFF);
        });
    };
    std::vector<quint32> lonely;
    for (const DataElement& element : item.elements)
        if (isPrivateCreator(element.tag) && !hasBlock(element.tag))
            lonely.push_back(element.tag);
    std::erase_if(item.elements, [&](const DataElement& element) {
        return std::find(lonely.begin(), lonely.end(), element.tag) != lonely.end();
    });
}

/// An attribute that is younger than the dictionary has no VR in implicit encoding; its name tells
/// enough of it. A sequence that nobody could walk through is emptied.
void Cleaner::nameVr(DataElement& element) const
{
    const ActionRow* row = element.vr == "UN" ? m_plan.table->find(element.tag) : nullptr;
    if (!row)
        return;
    const QByteArray& keyword = row->keyword;
    if (keyword.endsWith("Sequence")) {
        element.vr = QByteArrayLiteral("SQ");
        element.writtenVr = element.vr;
        element.value.clear();
    } else if (keyword.endsWith("UID")) {
        element.vr = QByteArrayLiteral("UI");
    } else if (keyword.endsWith("DateTime")) {
        element.vr = QByteArrayLiteral("DT");
    } else if (keyword.endsWith("Date") || keyword.startsWith("DateOf")) {
        element.vr = QByteArrayLiteral("DA");
    } else if (keyword.endsWith("Time")) {
        element.vr = QByteArrayLiteral("TM");
    } else {
        element.vr = QByteArrayLiteral("LO");
    }
}

bool Cleaner::apply(DataElement& element, const Neighbours& around, const Scope& scope)
{
    nameVr(element);
    const auto action = actionFor(
        *m_plan.table, m_plan.options,
        {element.tag, element.vr, m_plan.sopClass, scope.isNested, around.creatorOf(element.tag)});
    const bool isKnown = element.vr != "UN";
    if (element.writtenVr == "UN" && isKnown && action != DeidAction::Keep)
        element.writtenVr = element.vr;
    switch (action) {
    case DeidAction::Remove:
        return false;
    case DeidAction::Empty:
        return empty(element, scope);
    case DeidAction::Dummy:
        return dummy(element, scope);
    case DeidAction::NewUid:
        element.vr == "UI" ? replaceUids(element) : element.value.clear();
        cleanItems(element, scope, TextRule::Cleaned);
        return true;
    case DeidAction::Keep:
        return keep(element, scope);
    case DeidAction::Clean:
        return cleanValue(element, scope);
    case DeidAction::Screen:
        return screen(element, around, scope);
    }
    return false;
}

void Cleaner::cleanItems(DataElement& sequence, const Scope& scope, TextRule rule)
{
    for (DataItem& item : sequence.items)
        cleanItem(item, {scope.decoder, rule, true});
}

bool Cleaner::keep(DataElement& element, const Scope& scope)
{
    cleanItems(element, scope, TextRule::Kept);
    // An option keeps an attribute, but not the patient's name or number that stands in it.
    if (element.tag != charsetTag && (isFreeText(element.vr) || element.vr == "CS")) {
        const QString text = scope.decoder.decode(element.value, element.vr.toStdString());
        if (m_words.hasWord(text)) {
            setText(element, m_words.cleaned(text));
            return true;
        }
    }
    if (!element.value.isEmpty())
        m_kept.push_back(element.value.toLower());
    return true;
}

bool Cleaner::empty(DataElement& element, const Scope& scope)
{
    element.items.clear();
    element.value.clear();
    // PS3.15 E.1.1 lets a pseudonym take the place of an empty value; by it, films of one patient
    // stay together.
    if (!scope.isNested && (element.tag == patientNameTag || element.tag == patientIdTag))
        element.value = m_plan.pseudonyms->patient(m_plan.patient);
    return true;
}

bool Cleaner::dummy(DataElement& element, const Scope& scope)
{
    if (element.isEncapsulated)
        return false;
    if (element.tag == patientIdTag && !scope.isNested)
        return empty(element, scope);
    cleanItems(element, scope, TextRule::Replaced);
    if (element.vr == "UI")
        replaceUids(element);
    else
        element.value = dummyValue(element.vr);
    return true;
}

bool Cleaner::cleanValue(DataElement& element, const Scope& scope)
{
    cleanItems(element, scope, TextRule::Cleaned);
    const ActionRow* row = m_plan.table->find(element.tag);
    const bool needsValue = row && row->basic.contains('D');
    if (isOneOf(element.vr, "DA DT TM")) {
        if (auto moved = movedDates(element.value, element.vr, m_days)) {
            element.value = *std::move(moved);
            return true;
        }
        element.value.clear();
    } else if (isFreeText(element.vr)) {
        // The days that dates move by do not change the zone that they are told in.
        if (element.tag != timezoneTag || trimmedValue(element.value).size() != 5)
            setText(element,
                    m_words.cleaned(scope.decoder.decode(element.value, element.vr.toStdString())));
    } else if (element.vr != "SQ") {
        element.value.clear();
        if (!isOneOf(element.vr, "AE PN UR CS DS IS AS UI"))
            return needsValue && dummy(element, scope);
    }
    if (element.value.isEmpty() && needsValue)
        element.value = dummyValue(element.vr);
    return true;
}

void Cleaner::replaceUids(DataElement& element)
{
    QByteArrayList uids;
    for (const QByteArray& uid : element.value.split('\\'))
        uids << newUid(trimmedValue(uid));
    element.value = uids.join('\\');
}

QByteArray Cleaner::newUid(const QByteArray& uid)
{
    if (uid.isEmpty() || isWellKnownUid(uid))
        return uid;
    return m_uids.try_emplace(uid, m_plan.pseudonyms->uid(uid)).first->second;
}

/// Words of the vocabulary alone are ASCII, which every character set holds.
void Cleaner::setText(DataElement& element, const QString& text)
{
    element.value = text.toLatin1();
}

} // namespace ccad
