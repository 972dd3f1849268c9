// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/deid_run.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QListWidget;
class QVBoxLayout;

namespace ccad {

class Settings;

/// What is de-identified, how, and where to. Asks no disk.
class DeidChoices final : public QWidget
{
    Q_OBJECT
public:
    /// Settings must outlive it.
    explicit DeidChoices(Settings& settings, QWidget* parent = nullptr);

    void addPaths(const QStringList& paths);
    /// Without the boxes; its policy is Leave where nobody wants to look for text.
    [[nodiscard]] DeidRun run() const;
    [[nodiscard]] bool looksForText() const;
    /// What is missing, a sentence, or empty.
    [[nodiscard]] QString complaint() const;

Q_SIGNALS:
    void changed();

private:
    enum class MappingKind
    {
        None,
        Sealed,
        Plain
    };
    enum class Ask
    {
        Folder,
        NewFile,
        AnyFile ///< one that is there, or a new one
    };
    [[nodiscard]] QWidget* makeFilms();
    [[nodiscard]] QWidget* makeOptions();
    void addKept(QVBoxLayout& layout);
    void addMapping(QFormLayout& form);
    [[nodiscard]] QLineEdit* addPathRow(QFormLayout& form, const QString& caption, const char* name,
                                        Ask ask);
    [[nodiscard]] QLineEdit* addSecretRow(QFormLayout& form, const QString& caption,
                                          const char* name);
    void browse(QLineEdit* field, Ask ask);
    void chooseFilms(bool areFolders);
    void removeChosen();
    void showMappingRows();
    [[nodiscard]] MappingKind mapping() const;
    [[nodiscard]] QString complaintOnMapping() const;

    Settings& m_settings;
    QListWidget* m_paths = nullptr;
    QLineEdit* m_out = nullptr;
    QCheckBox* m_replace = nullptr;
    std::vector<std::pair<DeidOption, QCheckBox*>> m_kept;
    QComboBox* m_dates = nullptr;
    QCheckBox* m_text = nullptr;
    QComboBox* m_mapping = nullptr;
    QLineEdit* m_mappingFile = nullptr;
    QLineEdit* m_secret = nullptr;
    QLineEdit* m_again = nullptr;
    QLineEdit* m_key = nullptr;
    QFormLayout* m_secrets = nullptr;
};

} // namespace ccad
