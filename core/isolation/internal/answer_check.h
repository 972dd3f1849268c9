// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/isolation/internal/shared_region.h"

#include <QJsonObject>

namespace ccad::isolation {

/// The content of an answer, if it makes sense: one of the three is set.
struct CheckedAnswer
{
    std::optional<DecodedStudy> study;
    std::optional<Error> failure; ///< as the child worded it
    QString nonsense; ///< what is wrong with the answer, for a clause
};

/// Takes the answer out of the region and believes nothing of it: a broken or hostile child can
/// make it wrong, but not harmful.
[[nodiscard]] CheckedAnswer checkAnswer(const Answer& answer, quint32 request,
                                        const SharedRegion& region, const PreprocessSpec& spec);

/// Reads what failureJson() wrote, and believes nothing of it, either.
[[nodiscard]] CheckedAnswer checkFailure(const QJsonObject& json);

/// Writes an error in place of the facts, for the child.
[[nodiscard]] QByteArray failureJson(const Error& error);

} // namespace ccad::isolation
