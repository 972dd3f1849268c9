// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/action_table.h"

namespace ccad {

/// What the action on an attribute depends on, beside table and options.
struct AttributePlace
{
    quint32 tag = 0;
    QByteArray vr; ///< of PS3.5 6.2
    QByteArray sopClass; ///< of the object; decides between the codes of a compound action
    /// Within the item of a sequence, where no type is known: the last code of a compound action
    /// applies, which every type allows.
    bool isNested = false;
    QByteArray privateCreator = {}; ///< of a private attribute
};

/// The action on one attribute by PS3.15 E.3: the Basic Profile's, unless an option that is in
/// `options` says otherwise. Pure.
[[nodiscard]] DeidAction actionFor(const ActionTable& table, DeidOptions options,
                                   const AttributePlace& place);

/// One of a code's actions ("X/Z/D"): the first that the type allows, or the last for no type.
[[nodiscard]] DeidAction resolved(const QByteArray& code, std::optional<AttributeType> type);

} // namespace ccad
