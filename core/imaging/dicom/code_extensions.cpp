// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/code_extensions.h"

#include <QList>

#include <algorithm>
#include <array>

namespace ccad::imaging {

/// Characters that an escape sequence designates (PS3.3 C.12.1.1.2, tables C.12-3 and C.12-4). All
/// of them are parts of encodings that iconv knows: the bytes of a character there are those here,
/// with the high bit, behind `prefix`.
struct CharacterSet
{
    const char* number; ///< of the ISO registration
    std::string_view escape; ///< without the escape character
    bool isRight; ///< bytes from 0x80 on (G1); else those below (G0)
    int width; ///< bytes of a character
    const char* encoding; ///< null: ASCII
    char prefix = 0; ///< or 0: none
};

namespace {

constexpr char escapeCharacter = '\x1B';
/// Romaji (14) differs from ASCII in the signs for yen, whose code is DICOM's backslash, and for an
/// overline.
constexpr std::array<CharacterSet, 18> sets = {{{"6", "(B", false, 1, nullptr},
                                                {"14", "(J", false, 1, nullptr},
                                                {"13", ")I", true, 1, "EUC-JP", '\x8E'},
                                                {"100", "-A", true, 1, "ISO-8859-1"},
                                                {"101", "-B", true, 1, "ISO-8859-2"},
                                                {"109", "-C", true, 1, "ISO-8859-3"},
                                                {"110", "-D", true, 1, "ISO-8859-4"},
                                                {"126", "-F", true, 1, "ISO-8859-7"},
                                                {"127", "-G", true, 1, "ISO-8859-6"},
                                                {"138", "-H", true, 1, "ISO-8859-8"},
                                                {"144", "-L", true, 1, "ISO-8859-5"},
                                                {"148", "-M", true, 1, "ISO-8859-9"},
                                                {"166", "-T", true, 1, "TIS-620"},
                                                {"203", "-b", true, 1, "ISO-8859-15"},
                                                {"87", "$B", false, 2, "EUC-JP"},
                                                {"159", "$(D", false, 2, "EUC-JP", '\x8F'},
                                                {"149", "$)C", true, 2, "EUC-KR"},
                                                {"58", "$)A", true, 2, "EUC-CN"}}};

const CharacterSet* setOf(const QByteArray& term)
{
    for (const char* prefix : {"ISO_IR ", "ISO 2022 IR "})
        if (term.startsWith(prefix))
            for (const CharacterSet& set : sets)
                if (term.mid(QByteArray(prefix).size()) == set.number)
                    return &set;
    return nullptr;
}

bool isHigh(char c)
{
    return (c & '\x80') != 0;
}

/// A byte of a character of two bytes in G0; a space and control characters are never one.
bool isInPair(char c)
{
    return c > ' ' && c < '\x7F';
}

bool isLineEnd(char c)
{
    return c == '\r' || c == '\n' || c == '\f' || c == '\t';
}

QByteArray encoded(const QByteArray& run, const CharacterSet& set)
{
    QByteArray bytes;
    for (qsizetype at = 0; at + set.width <= run.size(); at += set.width) {
        if (set.prefix != 0)
            bytes += set.prefix;
        for (int i = 0; i < set.width; ++i)
            bytes += static_cast<char>(run[at + i] | '\x80');
    }
    return bytes;
}

} // namespace

/// Where a text is read, and by which sets.
struct CodeExtensions::State
{
    const CharacterSet* left; ///< never null
    const CharacterSet* right; ///< or none
    qsizetype at = 0;
    QByteArray text; ///< UTF-8
};

std::unique_ptr<CodeExtensions> CodeExtensions::named(const QByteArray& charsets)
{
    std::unique_ptr<CodeExtensions> made(new CodeExtensions);
    const QList<QByteArray> terms = charsets.split('\\');
    const QByteArray first = terms.front().trimmed();
    if (first == "GB18030" || first == "GBK") {
        made->m_whole = first.toStdString();
        made->open(made->m_whole.c_str());
        return made;
    }
    const CharacterSet* begin = setOf(first);
    const bool isDefault = first.isEmpty() && terms.size() > 1;
    if (begin == nullptr && !isDefault)
        return nullptr;
    made->m_right = begin != nullptr && begin->isRight ? begin : nullptr;
    for (const QByteArray& term : terms)
        if (const CharacterSet* set = setOf(term.trimmed()); set != nullptr && set->encoding)
            made->open(set->encoding);
    return made;
}

void CodeExtensions::open(const char* encoding)
{
    m_converters.try_emplace(encoding, encoding);
}

std::optional<QByteArray> CodeExtensions::utf8Of(const QByteArray& characters,
                                                 const char* encoding) const
{
    const auto opened = m_converters.try_emplace(encoding, encoding).first;
    return opened->second.convert(characters, CharacterConverter::CutEnd::LeftOut);
}

/// Also of a sequence that the end of the bytes has cut.
bool CodeExtensions::takeEscape(const QByteArray& bytes, State& state) const
{
    const QByteArray rest = bytes.mid(state.at + 1, 3);
    const std::string_view sequence(rest.constData(), static_cast<std::size_t>(rest.size()));
    for (const CharacterSet& set : sets) {
        if (sequence.starts_with(set.escape)) {
            (set.isRight ? state.right : state.left) = &set;
            state.at += 1 + static_cast<qsizetype>(set.escape.size());
            return true;
        }
        if (set.escape.starts_with(sequence)) {
            state.at = bytes.size();
            return true;
        }
    }
    return false;
}

/// The characters of that set from here on.
bool CodeExtensions::takeRun(const QByteArray& bytes, State& state, const CharacterSet& set) const
{
    qsizetype end = state.at;
    while (end < bytes.size() && (set.isRight ? isHigh(bytes[end]) : isInPair(bytes[end])))
        ++end;
    const qsizetype half = (end - state.at) % set.width;
    if (half != 0 && end != bytes.size())
        return false;
    const auto text = utf8Of(encoded(bytes.mid(state.at, end - state.at), set), set.encoding);
    if (!text)
        return false;
    state.text += *text;
    state.at = end;
    return true;
}

std::optional<QString> CodeExtensions::decode(const QByteArray& bytes,
                                              std::string_view delimiters) const
{
    if (!m_whole.empty()) {
        const auto text = utf8Of(bytes, m_whole.c_str());
        return text ? std::optional(QString::fromUtf8(*text)) : std::nullopt;
    }
    State state{sets.data(), m_right, 0, {}};
    while (state.at < bytes.size()) {
        const char c = bytes[state.at];
        if (c == escapeCharacter) {
            if (!takeEscape(bytes, state))
                return std::nullopt;
        } else if (isHigh(c)) {
            if (state.right == nullptr || !takeRun(bytes, state, *state.right))
                return std::nullopt;
        } else if (state.left->width > 1 && isInPair(c)) {
            if (!takeRun(bytes, state, *state.left))
                return std::nullopt;
        } else {
            state.text += c;
            ++state.at;
            if (isLineEnd(c) || delimiters.find(c) != std::string_view::npos) {
                state.left = sets.data();
                // Many writers do not repeat the sequence; nothing else can be meant then.
                state.right = m_right != nullptr ? m_right : state.right;
            }
        }
    }
    return QString::fromUtf8(state.text);
}

} // namespace ccad::imaging
