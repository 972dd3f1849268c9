// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/internal/folder_swap.h"

#include <cerrno>
#include <cstdio>
#include <vector>

#include <fcntl.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct Place
{
    const OpenFolder& folder;
    QByteArray name;
};

/// Moves onto nothing or an empty folder.
[[nodiscard]] bool move(const Place& from, const Place& to)
{
    return ::renameat(from.folder.descriptor(), from.name.constData(), to.folder.descriptor(),
                      to.name.constData())
        == 0;
}

[[nodiscard]] bool exchange(const Place& one, const Place& other)
{
    return ::renameat2(one.folder.descriptor(), one.name.constData(), other.folder.descriptor(),
                       other.name.constData(), RENAME_EXCHANGE)
        == 0;
}

bool isUnknownToTheSystem(int failure)
{
    return failure == EINVAL || failure == ENOSYS || failure == ENOTSUP;
}

/// Steps that are undone when a later one fails.
class Moves
{
public:
    [[nodiscard]] bool move(const Place& from, const Place& to)
    {
        const bool isDone = ccad::move(from, to);
        if (isDone)
            m_done.push_back({from, to, false});
        return isDone;
    }
    bool exchange(const Place& one, const Place& other)
    {
        const bool isDone = ccad::exchange(one, other);
        if (isDone)
            m_done.push_back({one, other, true});
        return isDone;
    }
    void takeBack()
    {
        for (auto step = m_done.rbegin(); step != m_done.rend(); ++step)
            (void)(step->isExchange ? ccad::exchange(step->to, step->from)
                                    : ccad::move(step->to, step->from));
    }

private:
    struct Step
    {
        Place from;
        Place to;
        bool isExchange;
    };
    std::vector<Step> m_done;
};

} // namespace

Result<void> swapFolders(const OpenFolder& scratch, const QByteArray& fresh,
                         const OpenFolder& above, const QByteArray& name, Swap how)
{
    const Place content{scratch, fresh};
    const Place target{above, name};
    const Place replaced{above, name + ".old"};
    const Place older{scratch, "older"};
    Moves moves;
    const auto swap = [&] {
        if (!moves.move(replaced, older) && errno != ENOENT)
            return false;
        if (how == Swap::AtOnce && moves.exchange(content, target))
            return moves.move(content, replaced);
        if (how == Swap::AtOnce && !isUnknownToTheSystem(errno))
            return false;
        return moves.move(target, replaced) && moves.move(content, target);
    };
    if (swap()) {
        above.syncNames();
        return {};
    }
    const QString why = qt_error_string(errno);
    moves.takeBack();
    const QString path = above.pathOf(name);
    return Error{ErrorCode::WriteFailed,
                 u"Cannot write the folder %1: the new one cannot be moved into place "
                 "(%2). What was there is as it was."_s.arg(path, why),
                 path};
}

} // namespace ccad
