"""One Settings object, read once from the environment and `.env`; nothing else reads the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import ConfigurationError

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Everything that can be set from outside. The names are the environment's, in lower case."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    bot_data_dir: Path = Field(PROJECT / "data", description="会话、反馈和索引存放的文件夹")
    bot_knowledge_dir: Path = Field(PROJECT / "knowledge", description="随产品提供的知识")
    bot_prompts_dir: Path = Field(PROJECT / "prompts", description="大模型的提示词")

    embeddings: Literal["local", "openai", "none"] = Field("local", description="向量：内置、接口或不用")
    embeddings_model: str = Field("", description="接口的向量模型名，只在 EMBEDDINGS=openai 时有用")
    chroma_url: str = Field("", description="Chroma 服务地址，留空用内嵌的 Chroma")

    openai_api_key: SecretStr = Field(SecretStr(""), description="模型接口的密钥，留空用内置引擎")
    openai_base_url: str = Field("", description="OpenAI 兼容接口的地址")
    openai_model: str = Field("", description="模型名")
    openai_timeout: float = Field(20.0, gt=0, description="单次等待接口的秒数上限")
    openai_deadline: float = Field(90.0, gt=0, description="一次回答从头到尾的秒数上限")
    openai_retries: int = Field(1, ge=0, le=5, description="接口失败时的重试次数")
    openai_context_tokens: int = Field(6000, ge=1000, description="一次提问最多用的 token 数")
    openai_answer_tokens: int = Field(700, ge=100, description="回答最多的 token 数")

    @property
    def has_model(self) -> bool:
        """Whether a chat model is configured: an endpoint or a key, and a model's name."""
        return bool(self.openai_model and (self.openai_api_key.get_secret_value() or self.openai_base_url))


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment and `.env`, with `overrides` on top.

    Raises ConfigurationError naming every variable that does not fit.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        names = "、".join(sorted({str(item["loc"][0]).upper() for item in error.errors()}))
        raise ConfigurationError(
            f"设置有误：{names} 的值不合要求。请对照 .env.example 改正后再启动。"
        ) from error
