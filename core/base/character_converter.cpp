// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/character_converter.h"

#include <cerrno>

#include <iconv.h>

namespace ccad {

CharacterConverter::CharacterConverter(const char* from, const char* to)
{
    // NOLINTNEXTLINE: this is how iconv_open says that there is none
    const auto none = reinterpret_cast<iconv_t>(-1);
    const iconv_t converter = ::iconv_open(to, from);
    if (converter != none)
        m_converter.reset(converter);
}

void CharacterConverter::Close::operator()(void* converter) const
{
    ::iconv_close(converter);
}

std::optional<QByteArray> CharacterConverter::convert(const QByteArray& bytes, CutEnd cutEnd) const
{
    if (!m_converter)
        return std::nullopt;
    constexpr qsizetype mostPerByte = 4;
    QByteArray input = bytes;
    QByteArray output(bytes.size() * mostPerByte, '\0');
    char* in = input.data();
    char* out = output.data();
    auto left = std::size_t(input.size());
    auto room = std::size_t(output.size());
    ::iconv(m_converter.get(), nullptr, nullptr, nullptr, nullptr); // as if nothing had been before
    const bool isDone = ::iconv(m_converter.get(), &in, &left, &out, &room) == 0 && left == 0;
    const bool isCut = !isDone && errno == EINVAL && cutEnd == CutEnd::LeftOut;
    if (!isDone && !isCut)
        return std::nullopt;
    output.chop(qsizetype(room));
    return output;
}

} // namespace ccad
