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

/// Knows which model is asked in the viewer, and which one was before it. Settings keep both.
class ModelLibrary final : public QObject
{
    Q_OBJECT
public:
    /// Settings and loader must outlive the library.
    ModelLibrary(Settings& settings, StudyLoader& loader, QObject* parent = nullptr);

    [[nodiscard]] QString activeFolder() const;
    /// What rollBack() would go back to; empty: nothing.
    [[nodiscard]] QString previousFolder() const;
    /// Packages at places of the user's own choice.
    [[nodiscard]] QStringList knownFolders() const;
    void remember(const QString& folder);

    /// Loads the active model; when it cannot be used, the default one, and says so.
    void loadActive();
    /// Makes it the active model; the one before can be rolled back to.
    void use(const QString& folder);
    /// Swaps the active model and the previous one.
    void rollBack();
    /// Asks that model in the viewer without making it the active one.
    void lookWith(const QString& folder);
    /// True while the viewer asks a model by lookWith() that is not the active one.
    [[nodiscard]] bool isLookingElsewhere() const { return m_elsewhere; }
    /// Asks the active model again after lookWith().
    void lookWithActive();
    /// Moves the package to the wastebasket in the background; changed() or removeFailed() tells
    /// the end. The active model and one that came with CCAD stay.
    void remove(const QString& folder);

Q_SIGNALS:
    void changed(); ///< another model is active, or the list of packages is another
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
