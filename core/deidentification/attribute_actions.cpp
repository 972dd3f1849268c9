// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/attribute_actions.h"

#include <algorithm>

namespace ccad {

namespace {

DeidAction actionOf(const QByteArray& letter)
{
    if (letter == "Z")
        return DeidAction::Empty;
    if (letter == "D")
        return DeidAction::Dummy;
    if (letter == "K")
        return DeidAction::Keep;
    if (letter == "C")
        return DeidAction::Clean;
    if (letter == "U" || letter == "U*")
        return DeidAction::NewUid;
    return DeidAction::Remove;
}

bool isTime(const QByteArray& vr)
{
    return vr == "DA" || vr == "TM" || vr == "DT";
}

/// The options' codes for a row; Clean before Keep for moments, so that a moved date is not kept
/// beside it as it was because it belongs to a device.
std::optional<DeidAction> byOptions(const ActionRow& row, DeidOptions options, const QByteArray& vr)
{
    bool keeps = false;
    bool cleans = false;
    for (std::size_t i = 0; i < row.options.size(); ++i) {
        if (!options.testFlag(static_cast<DeidOption>(1U << i)))
            continue;
        keeps = keeps || row.options[i] == "K";
        cleans = cleans || row.options[i] == "C";
    }
    const bool isMoved = options.testFlag(DeidOption::RetainModifiedDates) && isTime(vr);
    if (cleans && (!keeps || isMoved))
        return DeidAction::Clean;
    return keeps ? std::optional(DeidAction::Keep) : std::nullopt;
}

/// For what the table does not list.
DeidAction unlisted(DeidOptions options, const QByteArray& vr)
{
    // A writer that names no VR knows more about the value than anybody who could check it.
    if (vr == "UN" || vr.isEmpty())
        return DeidAction::Remove;
    if (vr == "PN" || vr == "AE")
        return DeidAction::Empty;
    if (isTime(vr)) {
        if (options.testFlag(DeidOption::RetainFullDates))
            return DeidAction::Keep;
        return options.testFlag(DeidOption::RetainModifiedDates) ? DeidAction::Clean
                                                                 : DeidAction::Empty;
    }
    return DeidAction::Screen;
}

/// Overlays (60xx) and curves (50xx).
bool isDrawing(quint32 tag)
{
    return (tag >> 16 & 0xFFE1) == 0x6000 || (tag >> 16 & 0xFF01) == 0x5000;
}

} // namespace

DeidAction resolved(const QByteArray& code, std::optional<AttributeType> type)
{
    const QList<QByteArray> letters = code.split('/');
    for (const QByteArray& letter : letters) {
        const bool isAllowed = type == AttributeType::MayBeAbsent
            || (type == AttributeType::MayBeEmpty && letter != "X")
            || (type == AttributeType::Required && letter != "X" && letter != "Z");
        if (isAllowed)
            return actionOf(letter);
    }
    return actionOf(letters.last());
}

DeidAction actionFor(const ActionTable& table, DeidOptions options, const AttributePlace& place)
{
    const quint32 group = place.tag >> 16;
    if (group % 2 != 0) {
        const bool isSafe = options.testFlag(DeidOption::RetainSafePrivate)
            && table.isSafePrivate(place.privateCreator, place.tag);
        return isSafe ? DeidAction::Screen : DeidAction::Remove;
    }
    // Lengths of groups are retired, and wrong after any change. What remains of an overlay
    // without its data would be no overlay, and its words cannot be told from its drawing: so
    // these go whole, also where graphics are to be cleaned.
    if ((place.tag & 0xFFFF) == 0 || isDrawing(place.tag) || group == 0)
        return DeidAction::Remove;
    const ActionRow* row = table.find(place.tag);
    if (!row)
        return unlisted(options, place.vr);
    if (const auto action = byOptions(*row, options, place.vr))
        return *action;
    const bool isCompound = row->basic.contains('/');
    return resolved(row->basic,
                    isCompound && !place.isNested ? table.typeOf(place.tag, place.sopClass)
                                                  : std::nullopt);
}

} // namespace ccad
