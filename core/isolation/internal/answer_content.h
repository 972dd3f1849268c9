// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/preview.h"
#include "core/imaging/read_limits.h"
#include "core/imaging/tag_tree.h"
#include "core/isolation/internal/answer_room.h"

#include <optional>

namespace ccad::isolation {

/// The child's side. False when there is no room for it.
[[nodiscard]] bool put(AnswerWriter& writer, const ReducedRadiograph& picture);
[[nodiscard]] bool put(AnswerWriter& writer, const Preview& preview);
[[nodiscard]] bool put(AnswerWriter& writer, const TagTree& tree);
[[nodiscard]] bool put(AnswerWriter& writer, const QByteArray& bytes); ///< of a ForeignReader

/// The parent's side believes nothing: sizes, numbers and enumerations are held against their
/// ranges after they were copied. On a failure `wrong` is a clause.
[[nodiscard]] std::optional<ReducedRadiograph> takePicture(const QByteArray& head, const Bulk& bulk,
                                                           QString& wrong);
[[nodiscard]] std::optional<Preview> takePreview(const QByteArray& head, const Bulk& bulk,
                                                 QString& wrong);
[[nodiscard]] std::optional<TagTree> takeTags(const QByteArray& head, const Bulk& bulk,
                                              QString& wrong);
/// Whoever asked for them looks at them.
[[nodiscard]] std::optional<QByteArray> takeBytes(const QByteArray& head, const Bulk& bulk,
                                                  QString& wrong);

} // namespace ccad::isolation
