// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/package/model_package.h"
#include "ui/jobs/newest_wins.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace ccad {

class ModelLibrary;
class SentenceList;

/// Chooses what a training starts from: the active model, or a package or weight file of the user's
/// choice. The choice is read in the background, so that a bad one is reported at once.
class BaseWeights final : public QWidget
{
    Q_OBJECT
public:
    explicit BaseWeights(const ModelLibrary& models, QWidget* parent = nullptr);

    /// Empty: the active model.
    void choose(const QString& path);
    [[nodiscard]] QString path() const;
    /// The manifest of the network that the weights belong to; nothing while it is read or cannot
    /// be used.
    [[nodiscard]] const std::optional<ModelManifest>& manifest() const { return m_manifest; }
    /// Why the choice cannot be used, a sentence; empty when it can.
    [[nodiscard]] QString problem() const { return m_problem; }

Q_SIGNALS:
    void changed();

private:
    void check();
    void choosePackage();
    void chooseFile();

    const ModelLibrary& m_models;
    QString m_chosen; ///< empty: the active model
    std::optional<ModelManifest> m_manifest;
    QString m_problem;
    QLabel* m_text;
    QPushButton* m_active;
    SentenceList* m_problems;
    NewestWins m_checking;
};

} // namespace ccad
