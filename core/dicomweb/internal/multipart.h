// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace ccad::dicomweb {

/// The value of a parameter of a Content-Type ("boundary"), quoted or not; empty when there is
/// none.
[[nodiscard]] QByteArray parameterOf(const QByteArray& contentType, const QByteArray& name);
/// Its type without parameters, in lower case: "multipart/related".
[[nodiscard]] QByteArray typeOf(const QByteArray& contentType);

/// Takes a multipart body (RFC 2046 5.1) as it comes, in pieces of any size, and never holds more
/// of it than a piece and a delimiter. Headers of parts are limited and looked at for their type
/// alone: a name that they say is not read.
class MultipartReader
{
public:
    struct Sink
    {
        std::function<Result<void>(const QByteArray& contentType)> begin;
        std::function<Result<void>(QByteArrayView bytes)> data;
        std::function<Result<void>()> end;
    };

    /// `boundary`: 1 to 70 characters (RFC 2046 5.1.1), else isUsable() is false.
    MultipartReader(const QByteArray& boundary, Sink sink);

    [[nodiscard]] bool isUsable() const { return !m_delimiter.isEmpty(); }
    /// Errors: FileBroken, TooLarge (headers, or parts in number), those of the sink.
    [[nodiscard]] Result<void> add(QByteArrayView bytes);
    /// Error: FileBroken when the body broke off.
    [[nodiscard]] Result<void> finish() const;

private:
    enum class State
    {
        Preamble,
        AfterDelimiter,
        Headers,
        Content,
        Epilogue
    };
    /// Goes on as far as the bytes allow; false when more are needed.
    [[nodiscard]] Result<bool> step();
    [[nodiscard]] Result<bool> skipPreamble();
    [[nodiscard]] Result<bool> readDelimiterEnd();
    [[nodiscard]] Result<bool> readHeaders();
    [[nodiscard]] Result<bool> passContent();

    QByteArray m_delimiter; ///< with the line end before it
    Sink m_sink;
    State m_state = State::Preamble;
    QByteArray m_buffer;
    int m_parts = 0;
};

} // namespace ccad::dicomweb
