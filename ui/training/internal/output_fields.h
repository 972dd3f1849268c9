// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"

#include <QWidget>

class QLineEdit;

namespace ccad {

class SentenceList;

/// Fields for the model's name and the folder that keeps it.
class OutputFields final : public QWidget
{
    Q_OBJECT
public:
    explicit OutputFields(QWidget* parent = nullptr);

    /// As long as nobody typed a name, suggests one after the folder of the data set that no other
    /// model has.
    void suggest(const QString& dataFolder, const QString& recipe);
    /// Ends a suggestion that is still being looked for: a training that starts keeps its name.
    void keepName();
    void setName(const QString& name);
    void setFolder(const QString& folder);
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString folder() const; ///< absolute
    /// Why no model can be kept there, a sentence; empty when it can. The disk's answer comes a
    /// moment later, see changed(); until then the last answer counts.
    [[nodiscard]] QString problem() const;
    /// True when a model is there already, which has to give way.
    [[nodiscard]] bool replaces() const { return m_found.hasModel; }
    /// True if an interrupted training left its checkpoint there.
    [[nodiscard]] bool hasCheckpoint() const { return m_found.hasCheckpoint; }
    /// Looks at the folder again, in the background.
    void look();

Q_SIGNALS:
    void changed();

private:
    /// The disk's answer about the folder.
    struct Found
    {
        QString problem;
        bool hasModel = false;
        bool hasCheckpoint = false;
        bool operator==(const Found&) const = default;
    };
    [[nodiscard]] static Found found(const QString& folder);

    void showName(const QString& name);
    void chooseFolder();
    void showProblems();

    QLineEdit* m_name;
    QLineEdit* m_folder;
    SentenceList* m_problems;
    Found m_found;
    bool m_nameIsOwn = false; ///< typed by somebody
    bool m_folderIsOwn = false;
    NewestWins m_naming;
    NewestWins m_looking;
};

} // namespace ccad
