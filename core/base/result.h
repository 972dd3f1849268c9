// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <utility>
#include <variant>

namespace ccad {

/// What went wrong, as far as a caller may want to act on it.
enum class ErrorCode
{
    InvalidArgument, ///< the caller asked for something that makes no sense
    FileNotFound,
    FileUnreadable, ///< exists, but may not or cannot be read
    FileBroken, ///< its content contradicts its format
    Unsupported, ///< well formed, but of a kind that CCAD does not read
    Refused, ///< readable, but not a radiograph at all (a report, a plan, an index)
    TooLarge, ///< beyond a limit that guards memory
    TimedOut,
    NetworkFailed, ///< a peer cannot be reached, goes away, or says what makes no sense
    Cancelled,
    ModelMissing,
    ModelBroken, ///< a package that is altered, incomplete or of an unknown version
    DatasetUnusable,
    WriteFailed,
    AlreadyExists, ///< would have to be replaced, which nobody asked for
    Internal,
};

/// A failure. The code drives behaviour; the message is a plain sentence for the user; the
/// context names the path, tag or tensor concerned.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString message;
    QString context;
};

/// A value or the reason why there is none.
template <typename T> class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) { }
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) { }

    [[nodiscard]] bool hasValue() const { return m_state.index() == 0; }
    explicit operator bool() const { return hasValue(); }

    /// Only when hasValue().
    [[nodiscard]] const T& value() const& { return std::get<0>(m_state); }
    [[nodiscard]] T& value() & { return std::get<0>(m_state); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(m_state)); }
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    /// Only when not hasValue().
    [[nodiscard]] const Error& error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value, or the reason of the failure.
template <> class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) : m_failed(true), m_error(std::move(error)) { }

    [[nodiscard]] bool hasValue() const { return !m_failed; }
    explicit operator bool() const { return hasValue(); }
    [[nodiscard]] const Error& error() const { return m_error; }

private:
    bool m_failed = false;
    Error m_error;
};

} // namespace ccad
