// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace ccad::imaging {

/// Why a picture of this modality and body part is no chest radiograph, a sentence; nothing when
/// its tags do not say so. Unknown words are no reason: another gate looks at the picture itself.
/// The class of the object tells the modality where the file does not.
[[nodiscard]] std::optional<QString> refusalByTags(const QString& modality, const QString& bodyPart,
                                                   const QString& sopClassUid);

/// The kind of an object without a picture, in words ("a structured report (SR)"), or nothing.
[[nodiscard]] std::optional<QString> describeWithoutPicture(const QString& modality,
                                                            const QString& sopClassUid);

} // namespace ccad::imaging
