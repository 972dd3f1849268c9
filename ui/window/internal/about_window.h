// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>

namespace ccad {

struct ModelManifest;

/// Name, version, intended use, licence, the libraries with their versions, and the model in use;
/// the text can be selected and copied.
class AboutWindow final : public QDialog
{
    Q_OBJECT
public:
    /// `model` may be nullptr: none is loaded.
    explicit AboutWindow(const ModelManifest* model = nullptr, QWidget* parent = nullptr);

    /// The text that Copy puts on the clipboard, for a report of a problem.
    [[nodiscard]] QString text() const { return m_text; }

private:
    QString m_text;
};

} // namespace ccad
