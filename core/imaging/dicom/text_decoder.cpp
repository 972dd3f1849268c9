// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/text_decoder.h"

#include "core/imaging/dicom/internal/code_extensions.h"
#include "core/imaging/dicom/tag_values.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace ccad::imaging {

namespace {

QString utf8OrLatin1(const QByteArray& bytes)
{
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString text = utf8(bytes);
    return utf8.hasError() ? QString::fromLatin1(bytes) : text;
}

/// The VRs that Specific Character Set is about, and the delimiters of their values (PS3.5
/// 6.1.2.5.3).
struct Repertoire
{
    std::string_view vr;
    std::string_view delimiters;
};
constexpr std::array<Repertoire, 7> repertoires = {
    {{"PN", "\\^="}, {"LO", "\\"}, {"SH", "\\"}, {"UC", "\\"}, {"LT", ""}, {"ST", ""}, {"UT", ""}}};

} // namespace

TextDecoder::TextDecoder(const QByteArray& specificCharacterSet)
    : m_sets(CodeExtensions::named(untilNul(specificCharacterSet.left(longestValue)).trimmed()))
{
}

TextDecoder::~TextDecoder() = default;

QString TextDecoder::decode(const QByteArray& bytes, std::string_view vr) const
{
    const bool isAscii
        = std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0 && c != '\x1B'; });
    const auto* const repertoire
        = std::find_if(repertoires.begin(), repertoires.end(),
                       [vr](const Repertoire& one) { return one.vr == vr; });
    if (isAscii || !m_sets || repertoire == repertoires.end())
        return utf8OrLatin1(bytes);
    const auto text = m_sets->decode(bytes, repertoire->delimiters);
    return text ? *text : utf8OrLatin1(bytes);
}

} // namespace ccad::imaging
