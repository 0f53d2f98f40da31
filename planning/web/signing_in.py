"""Sign in, sign out, choose a password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from planning.accounts import services
from planning.accounts.errors import AccountRefused
from planning.audit.models import AuditAction
from planning.audit.services import record
from planning.web.access import address, page
from planning.web.forms import PasswordForm, SignInForm, add_refusal


class SignIn(LoginView):
    """The sign-in page. An unknown name and a wrong password get the same answer."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Open a fresh session."""
        response = super().form_valid(form)
        record(actor=self.request.user, action=AuditAction.SIGN_IN, address=address(self.request))
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Say that it failed, and note it without the name that was typed.

        People type passwords into the name's field, so the trail keeps none of it.
        """
        locked = getattr(self.request, "axes_locked_out", False)
        record(
            actor=None,
            action=AuditAction.SIGN_IN_FAILED,
            outcome="refused" if locked else "failed",
            address=address(self.request),
        )
        return super().form_invalid(form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and have the browser forget what it kept."""
    if request.user.is_authenticated:
        record(actor=request.user, action=AuditAction.SIGN_OUT, address=address(request))
    logout(request)
    response = redirect("sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_http_methods(["GET", "POST"])
@page(before_own_password=True)
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid() and _changed(request, form):
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password is changed. Other sessions have ended."))
        return redirect("home")
    return render(request, "accounts/password.html", {"form": form})


def _changed(request: HttpRequest, form: PasswordForm) -> bool:
    try:
        services.change_password(user=request.user, new_password=form.cleaned_data["new_password1"])
    except AccountRefused as refused:
        add_refusal(form, refused, field="new_password1")
        return False
    return True
