// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/character_converter.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ccad::imaging {

struct CharacterSet;

/// The text of a file whose characters are those of registered sets, between which escape sequences
/// switch (PS3.5 6.1.2.4 and 6.1.2.5), or those of GB18030 and GBK. DCMTK asks iconv for
/// converters that glibc does not have, and leaves Japanese by escapes as it is.
class CodeExtensions
{
public:
    /// By the values of Specific Character Set, parted by backslashes. The first of them says what
    /// text begins with. Null: it needs no conversion, or is unknown.
    [[nodiscard]] static std::unique_ptr<CodeExtensions> named(const QByteArray& charsets);

    /// Behind one of the delimiters, and behind the end of a line, text begins anew. Sequences of
    /// sets that were not announced are followed, too. A character whose end is missing at the end
    /// of the bytes is left out. Nothing: the bytes contradict the sets.
    [[nodiscard]] std::optional<QString> decode(const QByteArray& bytes,
                                                std::string_view delimiters) const;

private:
    struct State;

    CodeExtensions() = default;
    void open(const char* encoding);
    [[nodiscard]] bool takeEscape(const QByteArray& bytes, State& state) const;
    [[nodiscard]] bool takeRun(const QByteArray& bytes, State& state,
                               const CharacterSet& set) const;
    [[nodiscard]] std::optional<QByteArray> utf8Of(const QByteArray& characters,
                                                   const char* encoding) const;

    std::string m_whole; ///< encoding of all text, without escape sequences; or empty
    const CharacterSet* m_right = nullptr; ///< what bytes from 0x80 on begin as; or none
    /// Opened when they are first needed, which those of the announced sets are at once.
    mutable std::map<std::string, CharacterConverter> m_converters;
};

} // namespace ccad::imaging
