// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QHash>
#include <QObject>

namespace ccad {

/// Everything the user can ask the window to do.
enum class Command
{
    Open,
    OpenSample,
    Close,
    Quit,
    Fit,
    ActualSize,
    ZoomIn,
    ZoomOut,
    RotateLeft,
    RotateRight,
    FlipHorizontally,
    FlipVertically,
    Invert,
    Reset,
    ShowOverlay,
    MoreOpaque,
    LessOpaque,
    StudiesPanel,
    FindingPanel,
    FullScreen,
    ReadingRoom,
    Daylight,
    Previous,
    Next,
    ReviewPlace,
    TrainingPlace,
    ModelPlace,
    AskActiveModel,
    Manual,
    About,
};

inline size_t qHash(Command command, size_t seed = 0)
{
    return ::qHash(int(command), seed);
}

/// Does it act on what is open in Review, and so in no other place?
[[nodiscard]] bool isForReview(Command command);

/// The one QAction of each command, with its text, icon and shortcuts; menu, toolbar and keyboard
/// share it.
class Commands final : public QObject
{
    Q_OBJECT
public:
    explicit Commands(QObject* parent = nullptr);

    [[nodiscard]] QAction* operator[](Command command) const { return m_actions.value(command); }
    [[nodiscard]] QList<QAction*> all() const { return m_actions.values(); }
    [[nodiscard]] QList<Command> names() const { return m_actions.keys(); }

private:
    /// Of these, one is checked at a time.
    void group(const QList<Command>& commands);

    QHash<Command, QAction*> m_actions;
};

} // namespace ccad
