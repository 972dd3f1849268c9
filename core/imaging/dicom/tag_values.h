// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/text_decoder.h"

#include <QByteArray>
#include <QString>

#include <string_view>

namespace ccad::imaging {

constexpr int longestValue = 1024; ///< characters

/// Is it a VR of PS3.5 6.2 with letters in its value?
[[nodiscard]] bool isText(std::string_view vr);

/// The bytes without the padding of careless writers.
[[nodiscard]] QByteArray untilNul(const QByteArray& bytes);

/// How the bytes of one value are to be read.
struct ValueForm
{
    QByteArray vr; ///< of PS3.5 6.2; unknown ones are read as UN
    bool bigEndian = false;
};

/// One line of at most longestValue characters: values joined by backslash, bulk data as its size
/// in words.
[[nodiscard]] QString valueText(const QByteArray& value, const ValueForm& form,
                                const TextDecoder& decoder);

/// "8,388,608 bytes"
[[nodiscard]] QString sizeText(qint64 bytes);

} // namespace ccad::imaging
