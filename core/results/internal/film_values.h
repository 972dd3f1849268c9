// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/film_source.h"

#include <QHash>

#include <functional>
#include <span>

namespace ccad::results {

/// An attribute of patient or study that objects take over.
struct CopiedTag
{
    quint32 tag = 0;
    const char* vr = nullptr; ///< as PS3.6 has it
    bool always = false; ///< of type 1 or 2: is written empty where there is no value
    bool several = false; ///< may have several values
};

/// All of them, in the order of their tags.
[[nodiscard]] std::span<const CopiedTag> copiedTags();

/// The values of copiedTags() that a source has. `textOf` gives the words of a tag, several values
/// joined by backslash, empty where there are none; what does not fit its VR is left out.
[[nodiscard]] std::vector<CopiedValue>
copiedValues(const std::function<QString(quint32 tag)>& textOf);

/// The text as one value of that VR, or empty where it is none: dates, times and ages in the form
/// of PS3.5 6.2, numbers, letters of code strings.
[[nodiscard]] QString validValue(const QString& text, const QByteArray& vr);

/// A UID of PS3.5 9.1: at most 64 digits and dots, no component with a leading zero.
[[nodiscard]] bool isUid(const QString& text);

} // namespace ccad::results
