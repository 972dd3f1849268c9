// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/node.h"

#include <QDialog>
#include <QStringList>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace ccad {

/// A node to be added or changed. What is wrong is said before it can be kept. A password is not
/// among the fields: it is asked for when the node is used, or lies in a file of the user's.
class NodeDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `others`: names that are taken.
    NodeDialog(const Node& node, const QStringList& others, QWidget* parent = nullptr);

    [[nodiscard]] Node node() const;

Q_SIGNALS:
    void nodeGiven(const ccad::Node& node);

private:
    /// How the archive knows who asks by DICOMweb.
    enum Authentication
    {
        Nobody,
        PasswordAsked,
        TokenAsked,
        PasswordFile,
        TokenFile
    };
    void makeGeneral(QFormLayout& form);
    void makeDimse(QFormLayout& form);
    void makeWeb(QFormLayout& form);
    void makeTls(QFormLayout& form);
    void makeFoot();
    QLineEdit* addLine(QFormLayout& form, const QString& title, const char* name);
    QLineEdit* addFile(QFormLayout& form, const QString& title, const char* name);
    void show(const Node& node);
    void showRows();
    void check();
    [[nodiscard]] bool isWeb() const;

    QStringList m_others;
    QFormLayout* m_form;
    QComboBox* m_protocol = nullptr;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_host = nullptr;
    QSpinBox* m_port = nullptr;
    QLineEdit* m_called = nullptr;
    QLineEdit* m_calling = nullptr;
    QLineEdit* m_url = nullptr;
    QComboBox* m_authentication = nullptr;
    QLineEdit* m_user = nullptr;
    QLineEdit* m_secretFile = nullptr;
    QCheckBox* m_tls = nullptr;
    QLineEdit* m_certificate = nullptr;
    QLineEdit* m_key = nullptr;
    QLineEdit* m_authorities = nullptr;
    QLineEdit* m_pins = nullptr;
    QLabel* m_missing = nullptr;
    QPushButton* m_keep = nullptr;
};

} // namespace ccad
