// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>
#include <optional>

namespace ccad {

/// Turns text of one encoding into another by the C library, whose tables for it stay loaded for as
/// long as the converter lives. Not for several threads at a time.
class CharacterConverter
{
public:
    /// What becomes of a character of which the end is missing.
    enum class CutEnd
    {
        Refused,
        LeftOut
    };

    /// The names are those of iconv: "EUC-JP".
    explicit CharacterConverter(const char* from, const char* to = "UTF-8");

    /// Nothing when the bytes are no text of the one encoding or of the other, or when the system
    /// does not know them.
    [[nodiscard]] std::optional<QByteArray> convert(const QByteArray& bytes,
                                                    CutEnd cutEnd = CutEnd::Refused) const;

private:
    struct Close
    {
        void operator()(void* converter) const;
    };
    std::unique_ptr<void, Close> m_converter; ///< an iconv_t; null: there is none
};

} // namespace ccad
