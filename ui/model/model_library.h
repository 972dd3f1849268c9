// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/jobs/in_order.h"

#include <QObject>
#include <QString>
#include <QStringList>

namespace ccad {

class Settings;
class StudyLoader;

/// Knows which model the viewer asks and which one it asked before. The settings keep both.
class ModelLibrary final : public QObject
{
    Q_OBJECT
public:
    /// Settings and loader must outlive the library.
    ModelLibrary(Settings& settings, StudyLoader& loader, QObject* parent = nullptr);

    [[nodiscard]] QString activeFolder() const;
    /// The folder that rollBack() would return to; empty: none.
    [[nodiscard]] QString previousFolder() const;
    /// Packages in folders of the user's own choice.
    [[nodiscard]] QStringList knownFolders() const;
    void remember(const QString& folder);

    /// Loads the active model. If it cannot be used, loads the default one and says so.
    void loadActive();
    /// Makes this model the active one; rollBack() returns to the one before.
    void use(const QString& folder);
    /// Swaps the active model and the previous one.
    void rollBack();
    /// Lets the viewer ask this model without making it the active one.
    void lookWith(const QString& folder);
    /// True while lookWith() lets the viewer ask a model that is not the active one.
    [[nodiscard]] bool isLookingElsewhere() const { return m_elsewhere; }
    /// Lets the viewer ask the active model again, after lookWith().
    void lookWithActive();
    /// Moves the package to the wastebasket in the background; changed() or removeFailed() reports
    /// the end. The active model and models that came with CCAD are never removed.
    void remove(const QString& folder);

Q_SIGNALS:
    void changed(); ///< the active model or the list of packages is another
    void fellBack(const QString& sentence);
    void removeFailed(const QString& sentence);

private:
    void onModelFailed(const Error& error);
    void forget(const QString& folder);

    Settings& m_settings;
    StudyLoader& m_loader;
    bool m_elsewhere = false;
    bool m_loadingActive = false;
    InOrder m_removing;
};

} // namespace ccad
