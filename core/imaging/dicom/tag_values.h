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
    /// `specificCharacterSet`: the value as the file has it, with or without its padding. Empty:
    /// DICOM's default repertoire, ASCII. If the character set is unknown or the bytes contradict
    /// it, UTF-8 is tried, then Latin-1: many writers mean one of them.
    explicit TextDecoder(const QByteArray& specificCharacterSet = {});
    ~TextDecoder();

    /// The character set applies if it replaces the repertoire of `vr` (PS3.5 6.1.2.3); other VRs
    /// are ASCII.
    [[nodiscard]] QString decode(const QByteArray& bytes, std::string_view vr) const;

private:
    std::unique_ptr<DcmSpecificCharacterSet> m_charset; ///< or nullptr
};

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
