// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/companions.h"
#include "core/evaluation/scoring.h"
#include "core/gate/gate.h"

#include <map>

namespace ccad {

/// How a gate judged one kind of pictures.
struct GateCount
{
    int pictures = 0;
    int refused = 0;
    int warned = 0;
};

/// The results of trying a gate, with names for people; good pictures should be let through.
struct GateCheck
{
    std::map<QString, GateCount> good; ///< by source
    std::map<QString, GateCount> wrong; ///< good pictures turned, inverted; made-up pictures
    std::map<QString, GateCount> pieces; ///< pieces of good pictures: to be warned of
    QStringList goodRefused; ///< "file: reason", to be looked at
    QStringList wrongAccepted; ///< "kind, number or file"
};

/// Tries a gate on images that neither model nor gate has seen: unchanged, turned and inverted.
/// Errors: Cancelled, those of Classifier::predict.
[[nodiscard]] Result<void> tryOnImages(const Gate& gate, const Classifier& classifier,
                                       const InputOf& inputOf, const TestItems& items,
                                       GateCheck& check, const CancelToken& cancel = {},
                                       const Progress& progress = {});

/// Tries a gate on `ofEachKind` made-up pictures of each kind of made_up_pictures.h, and on as many
/// in all of other_pictures.h with a seed of their own.
[[nodiscard]] Result<void> tryOnMadeUpPictures(const Gate& gate, const Classifier& classifier,
                                               int ofEachKind, std::uint64_t seed, GateCheck& check,
                                               const CancelToken& cancel = {});

/// Tries a gate on every picture file in a folder and below, none of which is a frontal chest
/// radiograph: by the picture alone, whatever the tags say. `byTags` counts pictures that the tags
/// would have refused, `unreadable` files that are no picture.
struct FolderCounts
{
    int unreadable = 0;
    CompanionCounts companions; ///< left out, see companions.h
    int byTags = 0;
    int byEither = 0; ///< refused by tags or gate
};
[[nodiscard]] Result<FolderCounts> tryOnFolder(const Gate& gate, const Classifier& classifier,
                                               const QString& folder, const QString& name,
                                               GateCheck& check, const CancelToken& cancel = {});

/// Tables for people (Markdown, no heading).
[[nodiscard]] QString gateCheckText(const GateCheck& check);
/// The section "Gate" of a model card: how the gate was made, the tables, and what it was not tried
/// on.
[[nodiscard]] QString gateCardText(const GateCheck& check);

} // namespace ccad
