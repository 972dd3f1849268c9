// SPDX-License-Identifier: GPL-3.0-or-later
// How a running node tells other programs of this machine how it is.
#pragma once

#include "core/base/owned_fd.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>
#include <thread>

namespace ccad {

/// Answers each program that connects to "status.socket" in the folder with one text, and hangs up.
/// Who may enter the folder may ask.
class StatusSocket
{
public:
    /// Called on the socket's thread.
    using Answer = std::function<QByteArray()>;

    /// Takes the place of a socket that a killed node left. Error: WriteFailed.
    [[nodiscard]] static Result<std::unique_ptr<StatusSocket>> open(const QString& folder,
                                                                    Answer answer);
    ~StatusSocket();
    StatusSocket(const StatusSocket&) = delete;
    StatusSocket& operator=(const StatusSocket&) = delete;

private:
    StatusSocket(OwnedFd folder, OwnedFd listener, OwnedFd wakeUp, Answer answer);
    void serve() const;

    OwnedFd m_folder;
    OwnedFd m_listener;
    OwnedFd m_wakeUp;
    Answer m_answer;
    std::thread m_thread;
};

/// What the node of that folder answers. Errors: FileNotFound (none runs), TimedOut, TooLarge.
[[nodiscard]] Result<QByteArray> askStatus(const QString& folder, int patienceMs);

} // namespace ccad
