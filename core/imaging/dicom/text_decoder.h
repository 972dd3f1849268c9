// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <memory>
#include <string_view>

namespace ccad::imaging {

class CodeExtensions;

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
    std::unique_ptr<CodeExtensions> m_sets; ///< or nullptr: UTF-8, none or unknown
};

} // namespace ccad::imaging
