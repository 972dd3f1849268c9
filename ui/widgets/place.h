// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace ccad {

/// One of the places between which the rail of the window changes: what the window needs to know of
/// it, and what it asks of the window.
class Place : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// Its name in the settings, for good.
    [[nodiscard]] virtual QString key() const = 0;
    /// The words that the window's title has for it; empty: the name of the program is enough.
    [[nodiscard]] virtual QString title() const = 0;

    /// Takes files and folders that were dropped on the window; returns at once. A place that has
    /// no use for them itself asks to open them.
    virtual void take(const QStringList& paths);

    /// Moves the focus to where work goes on in this place.
    virtual void focus() { setFocus(); }
    /// True for a place with a list that can be searched; focusSearch() moves the focus there.
    [[nodiscard]] virtual bool hasSearch() const { return false; }
    virtual void focusSearch() { }

    /// True while a job runs for which the closing window has to wait.
    [[nodiscard]] virtual bool isBusy() const { return false; }
    /// Asks the job to come to a halt; it can go on later.
    virtual void halt() { }

    /// A sentence on work of the user that could not be saved and goes with the window; empty:
    /// there is none.
    [[nodiscard]] virtual QString unsavedWork() const { return {}; }
    /// Tries once more to save it; the place is busy meanwhile.
    virtual void saveAgain() { }

Q_SIGNALS:
    void titleChanged();
    void busyChanged();
    /// A sentence on the job that runs; empty: none runs.
    void jobChanged(const QString& sentence);
    /// Asks to open files and folders in Review, with the model in that folder; empty: with the
    /// active model.
    void openRequested(const QStringList& paths, const QString& modelFolder);
};

} // namespace ccad
