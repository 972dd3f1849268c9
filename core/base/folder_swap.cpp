// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/internal/folder_swap.h"

#include <algorithm>
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
    /// Stops where a step cannot be undone, since those before it need it to be.
    [[nodiscard]] bool takeBack()
    {
        return std::all_of(m_done.rbegin(), m_done.rend(), [](const Step& step) {
            return step.isExchange ? ccad::exchange(step.to, step.from)
                                   : ccad::move(step.to, step.from);
        });
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
                         const OpenFolder& above, const QByteArray& name, Swap how,
                         bool& isTakenBack)
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
    if (swap())
        return above.syncNames();
    const QString why = qt_error_string(errno);
    isTakenBack = moves.takeBack();
    const QString path = above.pathOf(name);
    const QString left = isTakenBack
        ? u"What was there is as it was."_s
        : u"What was there may lie in %1 or %2."_s.arg(path + u".old"_s, scratch.path());
    return Error{ErrorCode::WriteFailed,
                 u"Cannot write the folder %1: the new one cannot be moved into place "
                 "(%2). %3"_s.arg(path, why, left),
                 path};
}

} // namespace ccad
