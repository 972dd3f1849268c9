// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;

namespace ccad {

class SentenceList;

/// What the model is called and where it is kept.
class OutputFields final : public QWidget
{
    Q_OBJECT
public:
    explicit OutputFields(QWidget* parent = nullptr);

    /// As long as nobody typed one: a name after the data set, that no other model has.
    void suggest(const QString& datasetPath, const QString& recipe);
    void setName(const QString& name);
    void setFolder(const QString& folder);
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString folder() const; ///< absolute
    /// Why no model can be kept there, a sentence; empty when it can.
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Is a model there already, which has to give way?
    [[nodiscard]] bool replaces() const { return m_replaces; }
    /// Looks again whether the folder is free.
    void check();

Q_SIGNALS:
    void changed();

private:
    void chooseFolder();

    QLineEdit* m_name;
    QLineEdit* m_folder;
    SentenceList* m_problems;
    QString m_problem;
    bool m_replaces = false;
    bool m_nameIsOwn = false; ///< typed by somebody
    bool m_folderIsOwn = false;
};

} // namespace ccad
