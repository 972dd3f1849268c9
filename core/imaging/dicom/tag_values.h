// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <memory>
#include <string_view>

class DcmSpecificCharacterSet;

namespace ccad::imaging {

constexpr int longestValue = 1024; ///< characters

/// Turns the bytes of a file into text, by its Specific Character Set (0008,0005).
class TextDecoder
{
public:
    /// The value as the file has it, with or without its padding. Empty: DICOM's default
    /// repertoire, ASCII. A charset that is unknown, or that the bytes contradict, leaves UTF-8, or
    /// else Latin-1: many writers mean one of them.
    explicit TextDecoder(const QByteArray& specificCharacterSet = {});
    ~TextDecoder();

    /// The character set counts when it replaces the repertoire of `vr` (PS3.5 6.1.2.3); other
    /// values are ASCII.
    [[nodiscard]] QString decode(const QByteArray& bytes, std::string_view vr) const;

private:
    std::unique_ptr<DcmSpecificCharacterSet> m_charset; ///< or nullptr
};

/// True for a VR of PS3.5 6.2 with letters in its value.
[[nodiscard]] bool isText(std::string_view vr);

/// The bytes before the first NUL, without the padding of careless writers.
[[nodiscard]] QByteArray untilNul(const QByteArray& bytes);

/// How the bytes of one value are to be read.
struct ValueForm
{
    QByteArray vr; ///< of PS3.5 6.2; unknown VRs are read as UN
    bool bigEndian = false;
};

/// The value as one line of at most longestValue characters: values joined by backslash, bulk data
/// as its size in words.
[[nodiscard]] QString valueText(const QByteArray& value, const ValueForm& form,
                                const TextDecoder& decoder);

/// "8,388,608 bytes"
[[nodiscard]] QString sizeText(qint64 bytes);

} // namespace ccad::imaging
