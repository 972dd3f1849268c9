// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/owned_fd.h"
#include "tests/core/isolation/forbidden_acts.h"

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace ccad::test {

enum class User
{
    Same, ///< whoever runs the test
    Nobody ///< an ordinary user; only root can become one
};

constexpr int notLocked = 250; ///< as an error: the lock did not hold

/// How an act in a process of its own ended.
struct Outcome
{
    int error = 0; ///< what the act came to, 0 if it was done
    int signal = 0; ///< that ended it, or 0

    [[nodiscard]] bool isDone() const { return error == 0 && signal == 0; }
    [[nodiscard]] QByteArray text() const;
};

/// A place for one act: a folder with a file, a server, another process, a parent. Everything is
/// made anew, since an act that succeeds changes it.
class Stage
{
public:
    explicit Stage(User user);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// Acts in a process of its own, as the user; its status is the outcome's error.
    [[nodiscard]] Outcome run(const std::function<int(const Scene&)>& act) const;

    /// What is otherwise than before, for people; empty: nothing.
    [[nodiscard]] QString changes() const;

    /// As the parent of the process: says one letter to it, and hears what it said.
    void tell(char letter) const;
    [[nodiscard]] QByteArray told() const;

private:
    [[nodiscard]] QByteArray at(const char* name) const;
    [[nodiscard]] int actAsUser(const std::function<int(const Scene&)>& act) const;

    User m_user;
    QTemporaryDir m_folder;
    QByteArray m_folderPath;
    OwnedFd m_server;
    OwnedFd m_ours; ///< the ends that stay with the parent
    OwnedFd m_theirs;
    OwnedFd m_strangersOurs;
    OwnedFd m_strangersTheirs;
    pid_t m_bystander = 0;
    std::unique_ptr<quint64> m_memory; ///< that an act may try to change
};

} // namespace ccad::test
